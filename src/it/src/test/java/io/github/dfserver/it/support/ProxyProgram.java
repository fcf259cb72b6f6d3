package io.github.dfserver.it.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A program that {@code server-config/} has a configuration for, to stand in front of managers. */
public enum ProxyProgram {
  /** Debian's haproxy. */
  HAPROXY("haproxy") {
    @Override
    List<String> configure(Path directory, List<Integer> managers, int clients, int nodes)
        throws IOException {
      String text =
          OperatorFile.read("haproxy/haproxy.cfg")
              .withManagers(managers)
              .with("bind :80\n", "bind 127.0.0.1:" + clients + "\n")
              .with("bind :8001\n", "bind 127.0.0.1:" + nodes + "\n")
              // What needs root, or Debian's directories.
              .with("  user haproxy\n  group haproxy\n  chroot /var/lib/haproxy\n", "")
              .text();
      Path file = Files.writeString(directory.resolve("haproxy.cfg"), text);
      return List.of("haproxy", "-db", "-f", file.toString());
    }
  },

  /** Debian's nginx. */
  NGINX("nginx") {
    @Override
    List<String> configure(Path directory, List<Integer> managers, int clients, int nodes)
        throws IOException {
      String text =
          OperatorFile.read("nginx/dfs.conf")
              .withManagers(managers)
              .with("listen 80;", "listen 127.0.0.1:" + clients + ";")
              .with("listen 8001;", "listen 127.0.0.1:" + nodes + ";")
              .with("/var/log/nginx/dfs.log", directory.resolve("access.log").toString())
              .text();
      Files.writeString(directory.resolve("dfs.conf"), text);
      // As Debian's nginx.conf, which includes the file in the same place, but for its directories.
      Files.writeString(
          directory.resolve("nginx.conf"),
          """
          daemon off;
          pid nginx.pid;
          worker_processes 2;
          error_log stderr;
          events {}
          http {
            client_body_temp_path spool;
            proxy_temp_path spool;
            fastcgi_temp_path spool;
            uwsgi_temp_path spool;
            scgi_temp_path spool;
            include dfs.conf;
          }
          """);
      String prefix = directory.toString();
      return List.of("nginx", "-e", "stderr", "-p", prefix, "-c", prefix + "/nginx.conf");
    }
  };

  private final String command;

  ProxyProgram(String command) {
    this.command = command;
  }

  /** Whether the command is there. */
  public boolean isInstalled() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, command)));
  }

  /** The command, which is also the name of Debian's package. */
  public String command() {
    return command;
  }

  /**
   * Writes the configuration.
   *
   * @param directory where to, and where the program may write
   * @param managers the managers' ports
   * @param clients the port to listen on for clients
   * @param nodes the port to listen on for nodes
   * @return the command line that runs it in the foreground
   */
  abstract List<String> configure(Path directory, List<Integer> managers, int clients, int nodes)
      throws IOException;
}
