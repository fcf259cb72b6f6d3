package io.github.dfserver.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** As in an application on Payara that does not bring Apache HttpClient. */
class WithoutConnectorTest {
  /** Hides Apache HttpClient. */
  private static final class Hiding extends ClassLoader {
    Hiding(ClassLoader parent) {
      super(parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.hc.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  @Test
  void jerseysOwnConnectorIsNotTaken() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(new Hiding(before));
    try {
      assertThatThrownBy(() -> DfsClient.of("http://localhost:8000"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("org.apache.httpcomponents.client5:httpclient5");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
