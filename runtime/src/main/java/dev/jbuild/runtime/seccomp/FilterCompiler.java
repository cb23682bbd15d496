package dev.jbuild.runtime.seccomp;

import dev.jbuild.runtime.Capability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/// Compiles the table to a filter: a check of the architecture, then for each a balanced tree of
/// comparisons over ranges of call numbers with the same verdict, so that a call costs about seven
/// comparisons and not hundreds.
final class FilterCompiler {
  private static final int EPERM = 1;
  private static final int ENOSYS = 38;

  /// The flags of clone(2) that make namespaces: NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID,
  /// NEWNET.
  private static final int NEW_NAMESPACES = 0x7e02_0000;

  /// Where the address families change between allowed and refused, allowed first. Refused are 12
  /// (DECnet), 19, 20, 23, 25, 34, 37, 38 (kernel cryptography), 40 (vsock), and all after 45.
  private static final int[] ADDRESS_FAMILIES = {
    0, 12, 13, 19, 21, 23, 24, 25, 26, 34, 35, 37, 39, 40, 41, 46
  };

  /// PER_LINUX, PER_LINUX32, each with and without UNAME26, and the question for the current one.
  private static final int[] PERSONALITIES = {0x0, 0x8, 0x2_0000, 0x2_0008, 0xffff_ffff};

  private record Range(int first, Verdict verdict) {}

  private FilterCompiler() {}

  static FilterCode compile(CallTable table, Architecture host, Set<Capability> capabilities) {
    FilterCode code = FilterCode.kill();
    for (Architecture architecture : host.family().reversed()) {
      FilterCode tree =
          FilterCode.load(
              FilterCode.NUMBER, tree(ranges(table.verdicts(architecture, capabilities))));
      code = FilterCode.ifEqual(architecture.auditCode(), tree, code);
    }
    return FilterCode.load(FilterCode.ARCHITECTURE, code);
  }

  /// All numbers from 0 up in ranges. What is newer than the table does not exist, which programs
  /// know how to deal with; what it leaves out is not permitted.
  private static List<Range> ranges(SortedMap<Integer, Verdict> verdicts) {
    Verdict refused = new Verdict.Refuse(EPERM);
    List<Range> ranges = new ArrayList<>();
    int next = 0;
    for (Map.Entry<Integer, Verdict> entry : verdicts.entrySet()) {
      if (entry.getKey() > next) {
        add(ranges, new Range(next, refused));
      }
      add(ranges, new Range(entry.getKey(), entry.getValue()));
      next = entry.getKey() + 1;
    }
    add(ranges, new Range(next, new Verdict.Refuse(ENOSYS)));
    return ranges;
  }

  private static void add(List<Range> ranges, Range range) {
    if (ranges.isEmpty() || !ranges.getLast().verdict.equals(range.verdict)) {
      ranges.add(range);
    }
  }

  private static FilterCode tree(List<Range> ranges) {
    if (ranges.size() == 1) {
      return verdict(ranges.getFirst().verdict);
    }
    int middle = ranges.size() / 2;
    return FilterCode.ifAtLeast(
        ranges.get(middle).first,
        tree(ranges.subList(middle, ranges.size())),
        tree(ranges.subList(0, middle)));
  }

  private static FilterCode verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Allow _ -> FilterCode.allow();
      case Verdict.Refuse r -> FilterCode.refuse(r.errno());
      case Verdict.NoNewNamespaces _ ->
          FilterCode.load(
              FilterCode.FIRST_ARGUMENT,
              FilterCode.and(
                  NEW_NAMESPACES,
                  FilterCode.ifEqual(0, FilterCode.allow(), FilterCode.refuse(EPERM))));
      case Verdict.CommonAddressFamilies _ ->
          FilterCode.load(FilterCode.FIRST_ARGUMENT, families());
      case Verdict.CommonPersonalities _ ->
          FilterCode.load(FilterCode.FIRST_ARGUMENT, personalities());
    };
  }

  private static FilterCode families() {
    List<Range> ranges = new ArrayList<>();
    for (int i = 0; i < ADDRESS_FAMILIES.length; i++) {
      ranges.add(
          new Range(
              ADDRESS_FAMILIES[i], i % 2 == 0 ? new Verdict.Allow() : new Verdict.Refuse(EPERM)));
    }
    return tree(ranges);
  }

  private static FilterCode personalities() {
    FilterCode code = FilterCode.refuse(EPERM);
    for (int personality : PERSONALITIES) {
      code = FilterCode.ifEqual(personality, FilterCode.allow(), code);
    }
    return code;
  }
}
