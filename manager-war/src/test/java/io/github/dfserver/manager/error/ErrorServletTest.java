package io.github.dfserver.manager.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dfserver.manager.request.RequestOutcome;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorServletTest {
  private final Map<Object, Object> attributes = new HashMap<>();
  private final Map<Object, Object> headers = new HashMap<>();
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private int status;

  private final HttpServletRequest request =
      proxy(
          HttpServletRequest.class,
          (proxy, method, args) ->
              switch (method.getName()) {
                case "getAttribute" -> attributes.get(args[0]);
                case "setAttribute" -> attributes.put(args[0], args[1]);
                default -> null;
              });
  private final HttpServletResponse response =
      proxy(
          HttpServletResponse.class,
          (proxy, method, args) -> {
            switch (method.getName()) {
              case "setStatus" -> status = (Integer) args[0];
              case "setHeader" -> headers.put(args[0], args[1]);
              case "getOutputStream" -> {
                return new Output();
              }
              default -> {}
            }
            return null;
          });

  private final class Output extends ServletOutputStream {
    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setWriteListener(WriteListener listener) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void write(int b) {
      body.write(b);
    }
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void error(int code, String path) throws Exception {
    attributes.put(RequestDispatcher.ERROR_STATUS_CODE, code);
    attributes.put(RequestDispatcher.ERROR_REQUEST_URI, path);
    new ErrorServlet().service(request, response);
  }

  private String text() {
    return body.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whileTheServerStartsNothingIsSaidToBeAbsent() throws Exception {
    error(404, "/file/a");
    assertThat(status).isEqualTo(503);
    assertThat(headers).containsKey("Retry-After");
    assertThat(text()).contains("\"errorCode\":5");
  }

  @Test
  void whatCameAsFarAsTheFiltersIsAbsent() throws Exception {
    attributes.put(RequestOutcome.class.getName(), RequestOutcome.of(request));
    error(404, "/file/a");
    assertThat(status).isEqualTo(404);
    assertThat(text()).contains("\"errorCode\":6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/WEB-INF/web.xml", "/files/web-inf", "/%57EB-INF/", "/META-INF/x", "/%zz"})
  void whatServersHideIsAbsent(String path) throws Exception {
    error(404, path);
    assertThat(status).isEqualTo(404);
    assertThat(text()).contains("\"errorCode\":6");
  }

  @Test
  void otherErrorsAreTold() throws Exception {
    error(413, "/file/a");
    assertThat(status).isEqualTo(413);
    assertThat(text()).contains("\"errorCode\":7");
  }
}
