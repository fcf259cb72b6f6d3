package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;

/**
 * An upload whose copy is durable on its node.
 *
 * @param begun the record as the catalogue has it now, PENDING or moving
 * @param content what the node holds
 */
record StoredUpload(FileRecord begun, FileContent content) {}
