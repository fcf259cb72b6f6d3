/**
 * The formats of what is kept on disk or in a database: one number a store, and the way from older
 * ones to the present one.
 */
package io.github.dfserver.format;
