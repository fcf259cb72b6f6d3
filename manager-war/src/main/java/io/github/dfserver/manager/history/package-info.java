/** What this manager did in the last hour, for charts. */
package io.github.dfserver.manager.history;
