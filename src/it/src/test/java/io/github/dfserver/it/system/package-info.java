/** Processes that die, peers that misbehave, and what is left afterwards. */
package io.github.dfserver.it.system;
