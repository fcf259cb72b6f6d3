package io.github.dfserver.manager.link;

import io.github.dfserver.manager.file.FileName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The right to read one file for a while. Immutable.
 *
 * @param name the file's name
 * @param fileId its id: another file that gets the name later is not meant
 * @param expires from then on it is no longer good; whole seconds
 * @param disposition what a browser is to do with it; empty: what it does with the file's type
 */
record Link(FileName name, UUID fileId, Instant expires, Optional<Disposition> disposition) {}
