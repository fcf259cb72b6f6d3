/** The fault test in its short form, and the tests of its parts. */
package io.github.dfserver.it.faults;
