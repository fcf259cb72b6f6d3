/** Files sent and received, one by one or as trees. */
package io.github.dfserver.cli.transfer;
