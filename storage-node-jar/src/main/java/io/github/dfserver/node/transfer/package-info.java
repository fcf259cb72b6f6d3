/**
 * The node's side of a transfer: one HTTP/1.1 request to a manager that takes a file's bytes or
 * gives them.
 *
 * <p>{@link io.github.dfserver.node.transfer.TransferClient} is the way in. It is written on
 * non-blocking sockets so that a thousand slow transfers need neither threads nor heap, and so that
 * a file goes from the page cache to the socket without passing through the JVM; {@code
 * docs/adr/0005-node-transfer-client.md} has the measurements.
 */
package io.github.dfserver.node.transfer;
