package io.github.dfserver.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class ServerLimitsTest {
  private final MBeanServer beans = MBeanServerFactory.newMBeanServer();

  /** What WildFly shows of a listener. */
  public interface ListenerMBean {
    /** Bytes; 0 without a limit. */
    long getmaxPostSize();
  }

  private record Listener(long getmaxPostSize) implements ListenerMBean {}

  @Test
  void aServerThatSaysNothingIsLeftAlone() {
    assertThat(new ServerLimits(beans).warnings(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aLimitBelowTheManagersIsSaidWithWhatLiftsIt() throws Exception {
    register("http", "default", 10_485_760);
    register("https", "https", 0);
    assertThat(new ServerLimits(beans).warnings(1L << 50))
        .singleElement()
        .asString()
        .contains("10485760")
        .contains("/subsystem=undertow/server=default-server/http-listener=default:write-attribute")
        .contains("name=max-post-size,value=0");
  }

  @Test
  void aLimitAboveTheManagersIsNone() throws Exception {
    register("http", "default", 10_485_760);
    assertThat(new ServerLimits(beans).warnings(1_000_000)).isEmpty();
  }

  private void register(String kind, String name, long most) throws Exception {
    beans.registerMBean(
        new javax.management.StandardMBean(new Listener(most), ListenerMBean.class),
        new ObjectName(
            "jboss.as:subsystem=undertow,server=default-server," + kind + "-listener=" + name));
  }
}
