/**
 * A node's store: plain files in a tree of small directories, made durable by a journal and found
 * through an index.
 *
 * <p>{@link io.github.dfserver.node.store.CopyStore} is the way in.
 */
package io.github.dfserver.node.store;
