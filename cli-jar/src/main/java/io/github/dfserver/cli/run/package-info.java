/** How a command runs: its session, its parallel work, its interruption, what can go wrong. */
package io.github.dfserver.cli.run;
