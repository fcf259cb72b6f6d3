package io.github.dfserver.manager.request;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.lang.reflect.Proxy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTest {
  /** Answers nothing but the query: no parameters, for which a body may be read. */
  private static HttpServletRequest request(String query) {
    return (HttpServletRequest)
        Proxy.newProxyInstance(
            HttpServletRequest.class.getClassLoader(),
            new Class<?>[] {HttpServletRequest.class},
            (proxy, method, args) -> {
              if (method.getName().equals("getQueryString")) {
                return query;
              }
              throw new UnsupportedOperationException(method.getName());
            });
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "none, none",
        "'', none",
        "b=1, none",
        "a=1, 1",
        "b=2&a=1&a=3, 1",
        "a, ''",
        "a=x%26y%3D+z, 'x&y= z'",
        "%61=1, 1",
        "a=%zz, %zz",
        "&&=&a==, ="
      })
  void givesTheFirstValue(String query, String value) {
    assertThat(Query.parameter(request(query), "a")).isEqualTo(value);
  }
}
