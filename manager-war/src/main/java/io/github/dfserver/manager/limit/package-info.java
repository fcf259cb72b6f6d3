/** What one client may have, so that others are served as well. */
package io.github.dfserver.manager.limit;
