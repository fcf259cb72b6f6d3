/** The storage node: its command line, and the process that it starts. */
package io.github.dfserver.node;
