package dev.jbuild.runtime;

/// What a container may use up. Zero means: no limit of its own.
///
/// @param memory bytes of memory
/// @param memorySwap bytes of memory and swap together, -1 for as much swap as the host has, 0 for
///   twice `memory`
/// @param nanoCpus processor time in billionths of one processor
/// @param pids the most processes and threads at a time
public record Resources(long memory, long memorySwap, long nanoCpus, long pids) {

  /// No limits.
  public static final Resources UNLIMITED = new Resources(0, 0, 0, 0);

  /// The least memory a container can be started with.
  public static final long LEAST_MEMORY = 6L << 20;

  public Resources {
    if (memory != 0 && memory < LEAST_MEMORY) {
      throw new IllegalArgumentException(
          "memory limit " + memory + " is too small, give at least " + LEAST_MEMORY + " (6m)");
    }
    if (memorySwap < -1 || (memorySwap > 0 && memorySwap < memory)) {
      throw new IllegalArgumentException(
          "memory and swap limit "
              + memorySwap
              + " is smaller than the memory limit "
              + memory
              + ", give at least as much");
    }
    if (memorySwap > 0 && memory == 0) {
      throw new IllegalArgumentException("a swap limit needs a memory limit beside it");
    }
    if (nanoCpus < 0 || (nanoCpus != 0 && nanoCpus < 10_000_000)) {
      throw new IllegalArgumentException(
          "processor limit of " + nanoCpus + " billionths is too small, give at least 0.01");
    }
    if (pids < 0) {
      throw new IllegalArgumentException("process limit " + pids + " is negative");
    }
  }
}
