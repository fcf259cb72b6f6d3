package io.github.dfserver.client.http;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/**
 * Sends a body of any media type on an implementation of Jakarta REST that is not ours to choose.
 */
public final class StreamedBodyWriter implements MessageBodyWriter<StreamedBody> {
  /** The only state is none. */
  public StreamedBodyWriter() {}

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return StreamedBody.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      StreamedBody body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    body.writeTo(out);
  }
}
