package io.github.dfserver.manager.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.security.Caller;
import io.github.dfserver.manager.security.Caller.Means;
import io.github.dfserver.manager.security.Role;
import jakarta.servlet.ServletRequest;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClientKeyTest {
  private static String key(Caller caller, String address) {
    Map<Object, Object> attributes = new HashMap<>();
    ServletRequest request =
        (ServletRequest)
            Proxy.newProxyInstance(
                ServletRequest.class.getClassLoader(),
                new Class<?>[] {ServletRequest.class},
                (proxy, method, args) ->
                    switch (method.getName()) {
                      case "getAttribute" -> attributes.get(args[0]);
                      case "setAttribute" -> attributes.put(args[0], args[1]);
                      case "getRemoteAddr" -> address;
                      default -> null;
                    });
    caller.keepIn(request);
    return ClientKey.of(request);
  }

  @Test
  void whoHasANameIsItsName() {
    Caller ci = Caller.client("ci", Means.TOKEN, Role.WRITER);
    assertThat(key(ci, "10.0.0.1")).isEqualTo(key(ci, "10.0.0.2"));
    assertThat(key(Caller.client("ci", Means.BASIC, Role.WRITER), "10.0.0.1"))
        .isNotEqualTo(key(ci, "10.0.0.1"));
  }

  @Test
  void whoHasNoneIsItsAddress() {
    Caller link = Caller.client("link", Means.LINK, Role.READER);
    assertThat(key(Caller.ANONYMOUS, "10.0.0.1")).isEqualTo("10.0.0.1");
    assertThat(key(link, "10.0.0.1")).isNotEqualTo(key(link, "10.0.0.2"));
  }

  @Test
  void addressesOfOneNetworkOfIpv6AreOneClient() {
    assertThat(key(Caller.ANONYMOUS, "2001:db8:1:2::1"))
        .isEqualTo(key(Caller.ANONYMOUS, "2001:db8:1:2:ffff::2"))
        .isNotEqualTo(key(Caller.ANONYMOUS, "2001:db8:1:3::1"));
  }
}
