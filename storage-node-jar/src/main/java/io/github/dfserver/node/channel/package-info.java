/**
 * The node's side of a node channel: the WebSocket connection to one manager, which the node opens
 * and opens again, and the commands that come over it.
 *
 * <p>{@link io.github.dfserver.node.channel.ManagerChannel} is the way in.
 */
package io.github.dfserver.node.channel;
