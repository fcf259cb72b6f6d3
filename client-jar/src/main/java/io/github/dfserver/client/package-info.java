/**
 * The client library: files in and out of a Distributed File Server from Java.
 *
 * <p>Begin with {@link io.github.dfserver.client.DfsClient}. It is built on the Jakarta REST client
 * API: inside a Jakarta EE server it runs on what that server has, elsewhere on Jersey and Apache
 * HttpClient. Bytes are streamed in both directions; memory does not grow with the size of a file.
 */
package io.github.dfserver.client;
