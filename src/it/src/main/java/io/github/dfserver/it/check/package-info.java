/** Decides whether a history, and what is on the disks after it, is what was promised. */
package io.github.dfserver.it.check;
