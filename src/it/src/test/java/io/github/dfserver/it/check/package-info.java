/** The checker, held to histories that are known to be good and bad. */
package io.github.dfserver.it.check;
