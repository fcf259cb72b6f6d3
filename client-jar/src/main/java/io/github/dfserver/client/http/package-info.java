/** How bodies are sent and received where the library runs on Jersey; not for callers. */
package io.github.dfserver.client.http;
