/** Copies that are not wanted: removing them, and finishing changes that somebody left half-way. */
package io.github.dfserver.manager.copy;
