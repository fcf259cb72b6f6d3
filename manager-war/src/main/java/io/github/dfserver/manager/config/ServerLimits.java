package io.github.dfserver.manager.config;

import java.util.ArrayList;
import java.util.List;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/**
 * What the server refuses before the manager sees it, where it tells: WildFly's limit on bodies,
 * which is 10 MiB unless it is set up otherwise. An upload that is larger gets a bare 400 there.
 */
public final class ServerLimits {
  private static final String LISTENERS = "jboss.as:subsystem=undertow,server=*,http%s-listener=*";
  private static final String MAX_BODY = "maxPostSize";

  private final MBeanServer beans;

  /** Looks at what is registered there. */
  public ServerLimits(MBeanServer beans) {
    this.beans = beans;
  }

  /** A sentence for each limit that is lower than the manager's, saying how to lift it. */
  public List<String> warnings(long maxFileSize) {
    List<String> warnings = new ArrayList<>();
    for (String kind : List.of("", "s")) {
      for (ObjectName listener : listeners(kind)) {
        long most = maxBody(listener);
        if (most > 0 && most < maxFileSize) {
          warnings.add(
              ("The listener '%s' of this server refuses bodies above %d bytes with a bare 400,"
                      + " before the manager sees them. To lift that:"
                      + " /subsystem=undertow/server=%s/http%s-listener=%s"
                      + ":write-attribute(name=max-post-size,value=0)")
                  .formatted(
                      listener.getKeyProperty("http" + kind + "-listener"),
                      most,
                      listener.getKeyProperty("server"),
                      kind,
                      listener.getKeyProperty("http" + kind + "-listener")));
        }
      }
    }
    return warnings;
  }

  private List<ObjectName> listeners(String kind) {
    try {
      return beans.queryNames(new ObjectName(LISTENERS.formatted(kind)), null).stream()
          .sorted()
          .toList();
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  /** 0 where there is no limit, or where the server does not say. */
  private long maxBody(ObjectName listener) {
    try {
      return beans.getAttribute(listener, MAX_BODY) instanceof Long most ? most : 0;
    } catch (JMException e) {
      return 0;
    }
  }
}
