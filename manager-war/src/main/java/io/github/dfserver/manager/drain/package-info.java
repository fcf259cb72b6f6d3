/** Emptying nodes, and forgetting them. */
package io.github.dfserver.manager.drain;
