/** What is written: lines, JSON, progress. */
package io.github.dfserver.cli.output;
