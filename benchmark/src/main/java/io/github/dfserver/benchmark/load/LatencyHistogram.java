package io.github.dfserver.benchmark.load;

/** Counts times in buckets that are at most one part in 128 wide. Not thread-safe. */
final class LatencyHistogram {
  private static final int SUB_BITS = 7;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
  private long total;

  /** Counts one time, not negative. */
  void add(long nanos) {
    counts[index(nanos)]++;
    total++;
  }

  /** How many were counted. */
  long total() {
    return total;
  }

  /**
   * The upper end of the bucket in which this share of all times is reached; 0 when there are none.
   *
   * @param share above 0, at most 1
   */
  long quantile(double share) {
    long wanted = (long) Math.ceil(total * share);
    long seen = 0;
    for (int i = 0; i < counts.length && total > 0; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return upperEnd(i);
      }
    }
    return 0;
  }

  private static int index(long nanos) {
    int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - SUB_BITS - 1);
    return shift * SUB_BUCKETS + (int) (nanos >>> shift);
  }

  private static long upperEnd(int index) {
    int shift = Math.max(0, index / SUB_BUCKETS - 1);
    long mantissa = index - (long) shift * SUB_BUCKETS;
    return ((mantissa + 1) << shift) - 1;
  }
}
