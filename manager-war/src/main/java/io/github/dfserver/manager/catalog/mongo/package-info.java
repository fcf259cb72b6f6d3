/** The catalogue in MongoDB: one document a file, single-document operations only. */
package io.github.dfserver.manager.catalog.mongo;
