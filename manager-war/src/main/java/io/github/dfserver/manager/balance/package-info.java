/** Which node gets a file, and which file moves to another node. */
package io.github.dfserver.manager.balance;
