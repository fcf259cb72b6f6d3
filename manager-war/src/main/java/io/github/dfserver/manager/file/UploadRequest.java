package io.github.dfserver.manager.file;

import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.protocol.Sha256;
import java.util.Optional;

/**
 * What an upload wants, besides its bytes.
 *
 * @param name the new file's name
 * @param contentType its type, not empty
 * @param promised the SHA-256 that the client promised, where it did
 * @param origin what ties it to the log
 */
record UploadRequest(
    FileName name, String contentType, Optional<Sha256> promised, RequestOrigin origin) {}
