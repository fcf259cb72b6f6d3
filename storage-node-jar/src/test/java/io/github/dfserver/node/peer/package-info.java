/** A manager for tests, which does what the test says, and says it byte by byte if need be. */
package io.github.dfserver.node.peer;
