/**
 * What a node shows to managers and whom it takes for a manager: its token, its certificate, and
 * the authorities that it trusts. Everything is read from files, and read again when they change.
 *
 * <p>{@link io.github.dfserver.node.credentials.Credentials} is the way in.
 */
package io.github.dfserver.node.credentials;
