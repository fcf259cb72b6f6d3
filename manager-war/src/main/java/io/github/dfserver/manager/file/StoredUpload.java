package io.github.dfserver.manager.file;

import io.github.dfserver.manager.catalog.FileContent;
import io.github.dfserver.manager.catalog.FileRecord;

/**
 * An upload whose copy is durable on its node.
 *
 * @param pending the record as the catalogue has it now
 * @param content what the node holds
 */
record StoredUpload(FileRecord pending, FileContent content) {}
