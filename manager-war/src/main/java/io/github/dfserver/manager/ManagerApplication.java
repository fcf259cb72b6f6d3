package io.github.dfserver.manager;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The resources, at the context root. */
@ApplicationPath("/")
public class ManagerApplication extends Application {}
