/** The client library against real managers and nodes, and inside of servers. */
package io.github.dfserver.it.client;
