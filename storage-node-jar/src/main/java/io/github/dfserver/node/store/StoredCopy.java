package io.github.dfserver.node.store;

import io.github.dfserver.protocol.Copy;
import java.nio.file.Path;

/**
 * A copy and the plain file that holds it.
 *
 * @param copy what is known of it
 * @param file where its bytes are
 */
public record StoredCopy(Copy copy, Path file) {}
