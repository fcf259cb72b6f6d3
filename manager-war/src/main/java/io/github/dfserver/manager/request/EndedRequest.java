package io.github.dfserver.manager.request;

import io.github.dfserver.manager.request.RequestOutcome.Stored;
import io.github.dfserver.manager.security.Caller;
import java.util.Optional;

/**
 * A request that is over. Immutable.
 *
 * @param requestId of its origin
 * @param method as it was sent
 * @param path below the context root, as it was sent
 * @param operation what it asked for
 * @param caller who sent it
 * @param from the address that it came from
 * @param status the answer's
 * @param aborted whether the connection broke, or body or answer were not carried to their end
 * @param errorCode of the API's error table, 0 for none
 * @param receivedBytes of the body, as the client sent them
 * @param target the file that it was about, where that is not in the path
 * @param stored the file that it has stored
 */
public record EndedRequest(
    String requestId,
    String method,
    String path,
    Operation operation,
    Caller caller,
    String from,
    int status,
    boolean aborted,
    int errorCode,
    long receivedBytes,
    Optional<String> target,
    Optional<Stored> stored) {}
