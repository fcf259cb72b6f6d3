package io.github.dfserver.benchmark.yardstick;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** JAX-RS below {@code /jaxrs}. */
@ApplicationPath("jaxrs")
public class YardstickApplication extends Application {}
