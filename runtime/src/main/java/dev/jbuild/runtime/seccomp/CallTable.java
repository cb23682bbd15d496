package dev.jbuild.runtime.seccomp;

import dev.jbuild.runtime.Capability;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The table `calls.tsv`: which system calls there are, and when a container may make them.
final class CallTable {
  private static final int ENOSYS = 38;

  private record Row(List<String> columns, String rule) {}

  private final List<Row> rows;

  private CallTable(List<Row> rows) {
    this.rows = rows;
  }

  static CallTable load() throws IOException {
    try (InputStream in = CallTable.class.getResourceAsStream("calls.tsv")) {
      if (in == null) {
        throw new IOException("the table of system calls is missing from jbuild's own files");
      }
      return parse(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
    }
  }

  static CallTable parse(String text) {
    List<Row> rows = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      List<String> columns = List.of(line.split("\t", -1));
      if (columns.size() != 5) {
        throw new IllegalArgumentException("line '" + line + "' does not have five columns");
      }
      rows.add(new Row(columns, columns.get(4)));
    }
    return new CallTable(rows);
  }

  /// The verdicts for one architecture by call number; calls that are not in it are refused.
  SortedMap<Integer, Verdict> verdicts(Architecture architecture, Set<Capability> capabilities) {
    SortedMap<Integer, Verdict> verdicts = new TreeMap<>();
    for (Row row : rows) {
      String number = row.columns.get(architecture.column());
      if (!number.equals("-")) {
        Verdict verdict = verdict(row.rule, capabilities);
        if (verdict != null) {
          verdicts.put(Integer.valueOf(number), verdict);
        }
      }
    }
    return verdicts;
  }

  private static @Nullable Verdict verdict(String rule, Set<Capability> capabilities) {
    boolean admin = capabilities.contains(Capability.SYS_ADMIN);
    return switch (rule) {
      case "always" -> new Verdict.Allow();
      case "=clone" -> admin ? new Verdict.Allow() : new Verdict.NoNewNamespaces();
      // Its flags are in memory, out of a filter's reach; C libraries go back to clone.
      case "=clone3" -> admin ? new Verdict.Allow() : new Verdict.Refuse(ENOSYS);
      case "=socket" -> new Verdict.CommonAddressFamilies();
      case "=personality" -> new Verdict.CommonPersonalities();
      default -> {
        for (String name : rule.split(",", -1)) {
          if (capabilities.contains(Capability.parse(name))) {
            yield new Verdict.Allow();
          }
        }
        yield null;
      }
    };
  }
}
