/** The web console in headless Chromium, against real managers and nodes. */
package io.github.dfserver.it.console;
