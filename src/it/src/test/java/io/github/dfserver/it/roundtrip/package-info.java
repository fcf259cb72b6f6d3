/** The files of this machine that the round trip takes. */
package io.github.dfserver.it.roundtrip;
