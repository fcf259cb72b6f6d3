/**
 * Certificates and keys from PEM files, whom they make one trust, and what went wrong with a peer's
 * in words. Used by nodes, by the manager and by what starts it: depends on nothing but the JDK.
 */
package io.github.dfserver.tls;
