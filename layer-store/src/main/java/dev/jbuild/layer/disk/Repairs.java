package dev.jbuild.layer.disk;

import dev.jbuild.layer.Repair;
import java.util.ArrayList;
import java.util.List;

/// Collects what a repair did.
final class Repairs {
  private final List<Repair> done = new ArrayList<>();

  void repaired(String subject, String detail) {
    done.add(new Repair(Repair.Outcome.REPAIRED, subject, detail, ""));
  }

  void lost(String subject, String detail, String advice) {
    done.add(new Repair(Repair.Outcome.LOST, subject, detail, advice));
  }

  void left(String subject, String detail, String advice) {
    Repair left = new Repair(Repair.Outcome.LEFT, subject, detail, advice);
    if (!done.contains(left)) {
      done.add(left);
    }
  }

  List<Repair> all() {
    return List.copyOf(done);
  }
}
