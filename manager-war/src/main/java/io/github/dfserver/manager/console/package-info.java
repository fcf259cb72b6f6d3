/**
 * The web console: a page and what it loads. It holds no secret, and uses the API like any client.
 */
package io.github.dfserver.manager.console;
