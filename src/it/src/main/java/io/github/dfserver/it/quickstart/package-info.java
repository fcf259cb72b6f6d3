/** {@code mvn -Pquickstart}: a manager and three nodes to try out. */
package io.github.dfserver.it.quickstart;
