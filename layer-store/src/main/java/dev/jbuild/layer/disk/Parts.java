package dev.jbuild.layer.disk;

import dev.jbuild.layer.cas.DiskContentStore;
import dev.jbuild.layer.file.Durability;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.file.StoreLocks;
import dev.jbuild.layer.file.StorePaths;
import java.time.InstantSource;

/// What the parts of one open store have in common.
record Parts(
    StorePaths paths,
    StoreLocks locks,
    Session session,
    Durability durability,
    InstantSource clock,
    DiskContentStore content) {
  DiskRecords records(String kind, boolean durable) {
    return new DiskRecords(paths, kind, locks, session, durability, clock, durable);
  }
}
