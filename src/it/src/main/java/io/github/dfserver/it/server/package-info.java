/** The servers that a manager runs on in tests, each started as a plain Java process. */
package io.github.dfserver.it.server;
