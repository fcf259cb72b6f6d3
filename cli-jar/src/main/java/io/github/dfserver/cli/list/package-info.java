/** What there is on the server: listed, looked at, linked to, deleted. */
package io.github.dfserver.cli.list;
