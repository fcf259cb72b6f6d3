/** The record of who changed what: one line of JSON for each change, made or refused. */
package io.github.dfserver.manager.audit;
