package io.github.dfserver.it.faults;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Makes the faults of a schedule happen. While no manager answers, because the only one is starting
 * again, the schedule stands still: otherwise nothing would happen in most of it.
 */
final class Nemesis {
  private final Servers servers;
  private final List<Moment> moments = new ArrayList<>();
  private final Consumer<String> log;
  private long start;

  private record Moment(long atMillis, Fault fault, boolean begins) {}

  /** {@code log} is told what happened when. */
  Nemesis(Servers servers, List<Fault> faults, Consumer<String> log) {
    this.servers = servers;
    this.log = log;
    for (Fault fault : faults) {
      moments.add(new Moment(fault.atMillis(), fault, true));
      moments.add(new Moment(fault.endMillis(), fault, false));
    }
    moments.sort(Comparator.comparingLong(Moment::atMillis));
  }

  /** Does all of it, and goes on for as long as the schedule is. */
  void run(long lengthMillis) throws IOException, InterruptedException, TimeoutException {
    start = System.nanoTime();
    for (Moment moment : moments) {
      awaitMillis(moment.atMillis());
      log.accept((moment.begins() ? "begin " : "end   ") + moment.fault());
      if (moment.begins()) {
        begin(moment.fault());
      } else {
        end(moment.fault());
      }
    }
    awaitMillis(lengthMillis);
  }

  private void awaitMillis(long millis) throws InterruptedException {
    for (long left = left(millis); left > 0; left = left(millis)) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private long left(long millis) {
    return start + millis * 1_000_000 - System.nanoTime();
  }

  private void begin(Fault fault) throws IOException, InterruptedException {
    String target = fault.target();
    switch (fault.action()) {
      case KILL -> servers.server(target).kill();
      case RESTART -> servers.server(target).terminate();
      case SUSPEND -> servers.server(target).suspend();
      case CRASH -> {
        String[] point = fault.detail().split(":", 2);
        servers.server(target).kill();
        servers.server(target).launchArmed(point[0], Integer.parseInt(point[1]));
      }
      case CUT -> servers.link(target).set(TcpProxy.Mode.CUT);
      case STALL -> servers.link(target).set(TcpProxy.Mode.STALLED);
      case BREAK -> servers.link(target).breakAll();
      case JOIN -> servers.join(target);
      case DRAIN -> order("POST", "node/" + Servers.id(target) + "/drain");
      case PAUSE -> order("POST", "balance/pause");
      case SCRUB -> order("POST", "node/" + Servers.id(target) + "/scrub");
    }
  }

  private void end(Fault fault) throws IOException, InterruptedException, TimeoutException {
    String target = fault.target();
    switch (fault.action()) {
      case KILL, CRASH -> relaunch(servers.server(target));
      case RESTART -> {
        servers.server(target).awaitEnd();
        relaunch(servers.server(target));
      }
      case SUSPEND -> servers.server(target).resume();
      case CUT, STALL -> servers.link(target).set(TcpProxy.Mode.OPEN);
      case DRAIN -> order("DELETE", "node/" + Servers.id(target) + "/drain");
      case PAUSE -> order("DELETE", "balance/pause");
      case BREAK, JOIN, SCRUB -> {
        // These are over when they have begun.
      }
    }
  }

  private void relaunch(Server server) throws IOException, InterruptedException, TimeoutException {
    server.launch();
    if (server.name().startsWith("manager-") && servers.apis().size() == 1) {
      long from = System.nanoTime();
      servers.links().stream()
          .filter(link -> link.name().equals("clients>" + server.name()))
          .forEach(link -> link.set(TcpProxy.Mode.OPEN));
      servers.awaitAnyManager();
      start += System.nanoTime() - from;
    }
  }

  /** Asks the managers in turn until one has done it; what none does is left out. */
  private void order(String method, String path) throws InterruptedException {
    for (FileApi api : servers.apis()) {
      try {
        Answer answer = Ask.send(api, method, path);
        log.accept("      " + method + " /" + path + ": " + answer.status());
        if (answer.status() < 500) {
          return;
        }
      } catch (IOException e) {
        log.accept("      " + method + " /" + path + ": " + e);
      }
    }
  }
}
