/** The HTTP API row by row, from outside. */
package io.github.dfserver.it.api;
