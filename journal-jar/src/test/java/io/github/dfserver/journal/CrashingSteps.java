package io.github.dfserver.journal;

/** The process of {@link CrashPointTest}: three rounds of two steps. */
final class CrashingSteps {
  private CrashingSteps() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("in order")));
    for (int round = 1; round <= 3; round++) {
      System.out.println("first " + round);
      CrashPoint.reached("first");
      System.out.println("second " + round);
      CrashPoint.reached("second");
    }
  }
}
