/**
 * The format of log lines, the same in manager and node. Depends on nothing but the JDK: it is
 * loaded before everything else.
 */
package io.github.dfserver.logging;
