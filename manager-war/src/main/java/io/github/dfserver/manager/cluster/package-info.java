/** What is true of the whole cluster, whichever managers it has. */
package io.github.dfserver.manager.cluster;
