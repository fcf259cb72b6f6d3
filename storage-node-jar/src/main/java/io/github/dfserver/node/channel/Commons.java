package io.github.dfserver.node.channel;

/**
 * What the connections to all managers share.
 *
 * @param lanes execute their commands
 * @param budget the memory that answers and small files may take
 * @param intake whether new copies are taken
 */
public record Commons(Lanes lanes, ContentBudget budget, Intake intake) {}
