/**
 * The catalogue in a directory of the manager's own: state in an MVStore, durability in a journal.
 */
package io.github.dfserver.manager.catalog.embedded;
