package io.github.dfserver.it.system;

import io.github.dfserver.it.support.ProxyProgram;

/** {@link BehindProxy} with {@code server-config/haproxy}. */
class HaproxyIT extends BehindProxy {
  HaproxyIT() {
    super(ProxyProgram.HAPROXY);
  }
}
