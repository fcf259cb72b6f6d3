package io.github.dfserver.it.support;

import io.github.dfserver.it.http.Answer;
import io.github.dfserver.it.http.FileApi;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a manager's {@code GET /metrics} told, in Prometheus' text format. */
public final class Scrape {
  private final String text;

  private Scrape(String text) {
    this.text = text;
  }

  /** Scrapes now. */
  public static Scrape of(FileApi api) throws IOException, InterruptedException {
    Answer answer = api.getPath("metrics");
    if (answer.status() != 200) {
      throw new IOException("metrics: " + answer);
    }
    return new Scrape(answer.text());
  }

  /** All of it. */
  public String text() {
    return text;
  }

  /** The type of each family, by its name. */
  public Map<String, String> families() {
    Map<String, String> types = new TreeMap<>();
    for (String line : text.lines().toList()) {
      if (line.startsWith("# TYPE ")) {
        List<String> words = List.of(line.split(" ", -1));
        types.put(words.get(2), words.get(3));
      }
    }
    return types;
  }

  /** The value of a series such as {@code dfs_nodes{state="online"}}; 0 where there is none. */
  public double value(String series) {
    return values().getOrDefault(series, 0.0);
  }

  /** The sum of all series of this name that have this label. */
  public double sum(String name, String label) {
    return values().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(name + "{") && entry.getKey().contains(label))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** Every series with its value. */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (String line : text.lines().filter(one -> !one.startsWith("#")).toList()) {
      int end = line.lastIndexOf(' ');
      values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
    }
    return new HashMap<>(values);
  }
}
