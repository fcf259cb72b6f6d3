package io.github.dfserver.benchmark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * All rounds of one workload.
 *
 * @param part the heading that it belongs under
 * @param clients how many asked at once
 * @param name what was measured
 * @param samples one a round, in order
 */
record Row(String part, int clients, String name, List<Sample> samples) {
  /** The median of the rounds. */
  double median(ToDoubleFunction<Sample> value) {
    return medianOf(samples.stream().mapToDouble(value).toArray());
  }

  /** Answers, or bytes, a second. */
  double rate() {
    return median(sample -> sample.result().rate());
  }

  /** This rate as a share of another's: the median of the shares of each round. */
  double shareOf(Row other) {
    int rounds = Math.min(samples.size(), other.samples().size());
    double[] shares = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      shares[i] = samples.get(i).result().rate() / other.samples().get(i).result().rate();
    }
    return medianOf(shares);
  }

  /** Microseconds of processor time per request by process. */
  Map<String, Double> cpu() {
    Map<String, List<Double>> all = new TreeMap<>();
    for (Sample sample : samples) {
      sample.cpu().forEach((name, micros) -> of(all, name).add(micros));
    }
    Map<String, Double> medians = new TreeMap<>();
    all.forEach(
        (name, values) ->
            medians.put(
                name, medianOf(values.stream().mapToDouble(Double::doubleValue).toArray())));
    return medians;
  }

  private static List<Double> of(Map<String, List<Double>> all, String name) {
    return all.computeIfAbsent(name, key -> new ArrayList<>());
  }

  private static double medianOf(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length == 0
        ? 0
        : sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
