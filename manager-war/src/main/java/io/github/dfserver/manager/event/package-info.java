/**
 * What happens in the cluster, as this manager sees it, told to whoever listens: {@code GET
 * /events}, as server-sent events (WHATWG HTML, section 9.2).
 */
package io.github.dfserver.manager.event;
