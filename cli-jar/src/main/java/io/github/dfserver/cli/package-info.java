/** The command line {@code dfs}, built on the client library and nothing else of the project. */
package io.github.dfserver.cli;
