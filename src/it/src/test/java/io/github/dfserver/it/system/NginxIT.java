package io.github.dfserver.it.system;

import io.github.dfserver.it.support.ProxyProgram;

/** {@link BehindProxy} with {@code server-config/nginx}. */
class NginxIT extends BehindProxy {
  NginxIT() {
    super(ProxyProgram.NGINX);
  }
}
