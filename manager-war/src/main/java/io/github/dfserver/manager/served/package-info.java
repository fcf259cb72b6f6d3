/** Files of the WAR, as clients get them. */
package io.github.dfserver.manager.served;
