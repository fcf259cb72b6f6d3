package io.github.dfserver.manager.tracing;

import io.github.dfserver.manager.catalog.Catalog;
import io.github.dfserver.manager.catalog.FileCatalog;
import io.github.dfserver.manager.request.RequestOrigin;
import io.github.dfserver.tracing.Span;
import io.github.dfserver.tracing.SpanKind;
import io.github.dfserver.tracing.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletionStage;

/** The file records, as one request sees them: each call is a span of its trace. Thread-safe. */
@ApplicationScoped
public class TracedCatalog {
  @Inject private Catalog catalog;
  @Inject private Tracer tracer;

  /** The file records for a request; just these where it is not traced. */
  public FileCatalog files(RequestOrigin origin) {
    FileCatalog files = catalog.files();
    return tracer.isOn() && origin.isSampled() ? traced(files, tracer, origin) : files;
  }

  static FileCatalog traced(FileCatalog files, Tracer tracer, RequestOrigin origin) {
    InvocationHandler tracing =
        (proxy, method, arguments) -> {
          Span span =
              tracer.begin(SpanKind.CLIENT, "catalogue " + method.getName(), origin.traceparent());
          try {
            Object answer = method.invoke(files, arguments);
            if (answer instanceof CompletionStage<?> stage) {
              stage.whenComplete((done, failure) -> span.end(failure));
            } else {
              span.end();
            }
            return answer;
          } catch (InvocationTargetException e) {
            span.end(e.getCause());
            throw e.getCause();
          }
        };
    return (FileCatalog)
        Proxy.newProxyInstance(
            FileCatalog.class.getClassLoader(), new Class<?>[] {FileCatalog.class}, tracing);
  }
}
