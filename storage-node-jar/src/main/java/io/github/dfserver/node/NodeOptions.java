package io.github.dfserver.node;

import io.github.dfserver.node.channel.ManagerUrl;
import io.github.dfserver.node.credentials.CredentialOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a node is started with.
 *
 * @param id its name among nodes
 * @param managers each gets a channel; at least one
 * @param data the data directory
 * @param durability what a stored file survives
 * @param capacityBytes most bytes of files; empty: what the disk has
 * @param reserveBytes bytes of the disk that are left free
 * @param scrubPeriod how long the reading of all files takes; empty: it never begins by itself
 * @param tracing whether commands are traced
 * @param credentials what it shows to managers, and whom it trusts
 */
record NodeOptions(
    String id,
    List<ManagerUrl> managers,
    Path data,
    Durability durability,
    OptionalLong capacityBytes,
    long reserveBytes,
    Optional<Duration> scrubPeriod,
    boolean tracing,
    CredentialOptions credentials) {}
