/** Storage nodes: listed, emptied, forgotten, read again. */
package io.github.dfserver.cli.node;
