/** The application of the yardstick server: as little as a request to it can cost. */
package io.github.dfserver.benchmark.yardstick;
