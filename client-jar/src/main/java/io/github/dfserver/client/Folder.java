package io.github.dfserver.client;

/**
 * What several names begin with. Folders exist as long as there are such names.
 *
 * @param name all of what the names have in common, with the {@code /} at the end
 */
public record Folder(String name) implements Entry {}
