package io.github.dfserver.node.store;

/** What a change of the store goes through. */
record Parts(
    Layout layout,
    Disk disk,
    Staging staging,
    Tree tree,
    LeafMetadata metadata,
    CopyIndex index,
    Unwell unwell,
    TombstoneLog tombstones,
    ChangeLog log,
    Health health) {}
