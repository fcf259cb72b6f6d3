package io.github.dfserver.it.faults;

import io.github.dfserver.it.faults.Fault.Action;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Makes the faults of a run: the same for the same seed, length and layout. */
final class Schedule {
  private final SplittableRandom random;
  private final Layout layout;
  private final long length;
  private final Map<String, Long> busyUntil = new HashMap<>();
  private final List<String> nodes = new ArrayList<>();
  private final List<Fault> faults = new ArrayList<>();

  private Schedule(long seed, long lengthMillis, Layout layout) {
    this.random = new SplittableRandom(seed);
    this.layout = layout;
    this.length = lengthMillis;
    nodes.addAll(layout.nodeNames());
  }

  /** The faults in the order of their beginnings; all end before {@code lengthMillis}. */
  static List<Fault> make(long seed, long lengthMillis, Layout layout) {
    Schedule schedule = new Schedule(seed, lengthMillis, layout);
    long at = 500;
    while (at < lengthMillis - 1500) {
      schedule.one(at);
      at += 300 + schedule.random.nextInt(2200);
    }
    return List.copyOf(schedule.faults);
  }

  private void one(long at) {
    int dice = random.nextInt(100);
    if (dice < 36) {
      process(at, nodes.get(random.nextInt(nodes.size())), CrashPoints.OF_A_NODE);
    } else if (dice < 50) {
      List<String> managers = layout.managerNames();
      process(at, managers.get(random.nextInt(managers.size())), CrashPoints.ofAManager());
    } else if (dice < 56 && layout.mongodb()) {
      add(at, duration(200, 4000), Action.SUSPEND, Servers.MONGODB, "");
    } else if (dice < 86) {
      link(at);
    } else {
      order(at);
    }
  }

  private void process(long at, String name, List<String> points) {
    int dice = random.nextInt(100);
    if (dice < 40) {
      add(at, duration(0, 3000), Action.KILL, name, "");
    } else if (dice < 60) {
      add(at, duration(100, 9000), Action.SUSPEND, name, "");
    } else if (dice < 75) {
      add(at, duration(200, 3000), Action.RESTART, name, "");
    } else {
      String point = points.get(random.nextInt(points.size()));
      add(at, duration(3000, 9000), Action.CRASH, name, point + ":" + (1 + random.nextInt(12)));
    }
  }

  private void link(long at) {
    List<String> links = new ArrayList<>();
    for (String manager : layout.managerNames()) {
      nodes.forEach(node -> links.add(node + ">" + manager));
      links.add("clients>" + manager);
      links.add("transfers>" + manager);
      if (layout.mongodb()) {
        links.add(manager + ">" + Servers.MONGODB);
        links.add(manager + ">" + Servers.MONGODB);
      }
    }
    String link = links.get(random.nextInt(links.size()));
    int dice = random.nextInt(100);
    if (dice < 40) {
      add(at, 0, Action.BREAK, link, "");
    } else if (dice < 70) {
      add(at, duration(100, 6000), Action.CUT, link, "");
    } else {
      add(at, duration(100, 9000), Action.STALL, link, "");
    }
  }

  private void order(long at) {
    String node = nodes.get(random.nextInt(nodes.size()));
    int dice = random.nextInt(100);
    if (dice < 30 && nodes.size() < layout.nodes() + 2) {
      String joining = "node-" + (101 + nodes.size());
      add(at, 0, Action.JOIN, joining, "");
      nodes.add(joining);
    } else if (dice < 75) {
      add(at, duration(1000, 12_000), Action.DRAIN, node, "");
    } else if (dice < 88) {
      add(at, duration(500, 4000), Action.PAUSE, "", "");
    } else {
      add(at, 0, Action.SCRUB, node, "");
    }
  }

  /** Mostly short, sometimes long, and over before the end. */
  private long duration(int shortest, int longest) {
    double square = random.nextDouble() * random.nextDouble();
    return shortest + (long) ((longest - shortest) * square);
  }

  /** One thing at a time for each target. */
  private void add(long at, long lasts, Action action, String target, String detail) {
    String key = action == Action.DRAIN || action == Action.PAUSE ? action + target : target;
    if (busyUntil.getOrDefault(key, 0L) > at) {
      return;
    }
    long end = Math.min(at + lasts, length);
    busyUntil.put(key, end + 500);
    faults.add(new Fault(at, end - at, action, target, detail));
  }
}
