/** {@code mvn -Proundtrip}: real files in, out and away again. */
package io.github.dfserver.it.roundtrip;
