/** The HTTP API as a client sees it; knows nothing of the manager's code. */
package io.github.dfserver.it.http;
