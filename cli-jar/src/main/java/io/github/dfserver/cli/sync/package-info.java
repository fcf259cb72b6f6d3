/** A local tree beside what is on the server: made equal, or compared. */
package io.github.dfserver.cli.sync;
