/** What clients did and what they were answered, in the order of time. */
package io.github.dfserver.it.history;
