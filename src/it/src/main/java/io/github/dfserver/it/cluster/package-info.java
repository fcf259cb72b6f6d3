/** A manager and storage nodes as processes on this machine. */
package io.github.dfserver.it.cluster;
