/** What manager and storage node say to each other over the node channel. */
package io.github.dfserver.protocol;
