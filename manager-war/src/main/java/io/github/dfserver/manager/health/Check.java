package io.github.dfserver.manager.health;

import java.util.Map;

/**
 * One check of a health report.
 *
 * @param name what was looked at
 * @param up whether it is well
 * @param data what is known of it: strings, whole numbers
 */
record Check(String name, boolean up, Map<String, Object> data) {
  Check {
    data = Map.copyOf(data);
  }
}
