package io.github.dfserver.manager.boot;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SIGTERM does to a manager behind a proxy: it says that it is not ready, so that the proxy
 * sends nothing more, goes on serving for a while, and stops only then. A second SIGTERM stops it
 * at once. The server would refuse requests from the first moment on.
 */
final class StopDelay {
  private static final String KEY = "dfs.stop-delay";
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,4})\\s*s");

  /** Read by the application, in another class loader. */
  private static final String STOPPING = "dfs.stopping";

  /** What a process ends with that SIGTERM ends. */
  private static final int TERMINATED = 128 + 15;

  private final Duration delay;
  private final AtomicBoolean told = new AtomicBoolean();

  private StopDelay(Duration delay) {
    this.delay = delay;
  }

  /**
   * Reads the setting.
   *
   * @throws IllegalArgumentException with a sentence when it is no time
   */
  static StopDelay configured() {
    return of(Setting.of(KEY).orElse("0s"));
  }

  static StopDelay of(String value) {
    Matcher seconds = SECONDS.matcher(value);
    if (!seconds.matches()) {
      throw new IllegalArgumentException(
          KEY + " is '" + value + "', but it has to be a time from 0s to 9999s, such as 5s");
    }
    return new StopDelay(Duration.ofSeconds(Long.parseLong(seconds.group(1))));
  }

  Duration delay() {
    return delay;
  }

  /**
   * Takes the signal over, unless there is no delay. By reflection: the JDK has the class since
   * ever and warns, in a way that nothing turns off, of every use that the compiler sees.
   */
  void install() throws ReflectiveOperationException {
    if (delay.isZero()) {
      return;
    }
    Class<?> signal = Class.forName("sun.misc.Signal");
    Class<?> handler = Class.forName("sun.misc.SignalHandler");
    InvocationHandler onSignal =
        (proxy, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                stop();
                yield null;
              }
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> "stop delay";
            };
    Object taken =
        Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, onSignal);
    signal
        .getMethod("handle", signal, handler)
        .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), taken);
  }

  private void stop() {
    if (told.getAndSet(true)) {
      System.exit(TERMINATED);
    }
    System.setProperty(STOPPING, "true");
    System.out.printf(
        "manager: stopping in %d s; /health/ready says so (SIGTERM again stops it at once)%n",
        delay.toSeconds());
    new Thread(this::exit, "stop-delay").start();
  }

  private void exit() {
    try {
      TimeUnit.SECONDS.sleep(delay.toSeconds());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    System.exit(TERMINATED);
  }
}
