/** The client library against real managers and nodes. */
package io.github.dfserver.it.client;
