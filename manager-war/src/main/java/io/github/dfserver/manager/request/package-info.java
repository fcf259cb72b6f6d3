/** What is common to all HTTP requests: where each comes from, and what became of it. */
package io.github.dfserver.manager.request;
