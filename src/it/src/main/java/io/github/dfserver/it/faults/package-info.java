/**
 * {@code mvn -Pfaults}: clients work on a cluster of processes that are killed, stopped and cut off
 * from each other as a seed says, and then everything is looked at.
 */
package io.github.dfserver.it.faults;
