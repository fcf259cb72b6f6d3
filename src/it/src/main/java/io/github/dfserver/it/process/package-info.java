/** Child processes that are watched, logged and never left behind. */
package io.github.dfserver.it.process;
