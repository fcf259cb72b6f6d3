/**
 * The catalogue: which name is which file, and which node holds it.
 *
 * <p>This package is the port that the rest of the manager uses; {@code catalog.embedded} and
 * {@code catalog.mongo} are its two adapters. Both pass the same contract test.
 */
package io.github.dfserver.manager.catalog;
