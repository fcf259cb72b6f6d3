/** Compares what nodes hold with what the catalogue says, and tells of what differs. */
package io.github.dfserver.manager.reconcile;
