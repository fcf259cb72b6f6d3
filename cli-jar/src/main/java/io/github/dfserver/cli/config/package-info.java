/** Where settings come from: options, the environment, a file. */
package io.github.dfserver.cli.config;
