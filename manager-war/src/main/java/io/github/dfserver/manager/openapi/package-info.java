/** The description of the HTTP API, as a document for programs and as a page for people. */
package io.github.dfserver.manager.openapi;
