/**
 * Tokens and the file that they are kept in, hashed. Only the JDK is used here, since the command
 * that changes the file runs outside of the server.
 */
package io.github.dfserver.manager.token;
