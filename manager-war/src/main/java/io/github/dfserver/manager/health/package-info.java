/** Whether the manager lives, and whether it can serve. */
package io.github.dfserver.manager.health;
