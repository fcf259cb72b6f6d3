/** How even the nodes are. */
package io.github.dfserver.cli.balance;
