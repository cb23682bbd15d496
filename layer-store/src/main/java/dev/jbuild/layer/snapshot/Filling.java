package dev.jbuild.layer.snapshot;

import dev.jbuild.layer.FileAttributes;
import dev.jbuild.layer.snapshot.MergedLevel.Seen;
import dev.jbuild.layer.tree.PathNames;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Nodes;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;

/// Copies into the topmost tree of a stack what the trees below it show.
///
/// Directories are tasks that several threads share. Files with several names are copied by one
/// thread when all directories are there; attributes of directories are set last, since writing
/// into one changes its time.
final class Filling {
  private static final int TOP = 0;
  private static final int THREADS = 2;

  /// Longer than the tick of the clock that files are stamped with, so that a change that comes
  /// after the copy has another time.
  private static final long TICK_MILLIS = 12;

  /// A directory that is in the copy already, without its content.
  private record Task(String path, List<Integer> trees) {}

  /// What a directory shall have in the end.
  private record Wanted(FileAttributes attributes, boolean own) {}

  /// One name of a file that has several.
  private record SharedName(String parent, String name, int tree, FileStatus status) {}

  private record FileId(long device, long inode) {}

  private final LayerStack stack;
  private final NodeCopy nodes;
  private final Crew<Task> crew = new Crew<>(THREADS, this::directory);
  private final ConcurrentSkipListMap<String, Wanted> directories = new ConcurrentSkipListMap<>();
  private final Map<String, Stamp> stamps = new ConcurrentHashMap<>();
  private final Queue<SharedName> shared = new ConcurrentLinkedQueue<>();

  Filling(LayerStack stack) {
    this.stack = stack;
    this.nodes = new NodeCopy(stack.form());
  }

  /// Copies everything.
  ///
  /// @return what each file of the copy is now, by path, but for those that the topmost tree had
  Map<String, Stamp> run() throws IOException, InterruptedException {
    crew.add(new Task("", stack.all()));
    crew.run();
    shareNames();
    finishDirectories();
    Thread.sleep(TICK_MILLIS);
    return stamps;
  }

  private void directory(Task task) throws IOException {
    try (MergedLevel level = stack.level(task.path(), task.trees());
        Fd target = stack.directory(TOP, task.path())) {
      boolean own = task.trees().getFirst() == TOP;
      String path = task.path();
      FileStatus status = Attributes.status(level.top());
      Map<String, byte[]> xattrs = own ? Map.of() : nodes.xattrs(level.top(), path);
      directories.put(path, new Wanted(NodeCopy.attributes(status, xattrs), own));
      if (own) {
        for (String name : level.topWhiteouts()) {
          Nodes.remove(target, name);
        }
      }
      for (Map.Entry<String, Seen> entry : level.seen().entrySet()) {
        take(path, target, entry.getKey(), entry.getValue());
      }
    }
  }

  private void take(String parent, Fd target, String name, Seen seen) throws IOException {
    String path = PathNames.child(parent, name);
    if (seen.status().isDirectory()) {
      if (seen.tree() != TOP) {
        Nodes.makeDirectory(target, name, 0700);
      }
      crew.add(new Task(path, seen.trees()));
    } else if (seen.tree() == TOP) {
      return; // it hides what is below
    } else if (seen.status().links() > 1) {
      shared.add(new SharedName(parent, name, seen.tree(), seen.status()));
    } else {
      FileStatus made = nodes.copy(seen.directory(), target, name, seen.status(), path);
      stamps.put(path, Stamp.of(made, false));
    }
  }

  /// Gives files that have several names in a layer as many of them as can be seen.
  private void shareNames() throws IOException {
    Map<FileId, SharedName> first = new HashMap<>();
    for (SharedName name : shared) {
      FileId id = new FileId(name.status().device(), name.status().inode());
      SharedName there = first.putIfAbsent(id, name);
      try (Fd target = stack.directory(TOP, name.parent())) {
        if (there == null) {
          try (Fd source = stack.directory(name.tree(), name.parent())) {
            String path = PathNames.child(name.parent(), name.name());
            nodes.copy(source, target, name.name(), name.status(), path);
          }
        } else {
          try (Fd source = stack.directory(TOP, there.parent())) {
            Nodes.makeHardLink(source, there.name(), target, name.name());
          }
        }
      }
    }
    for (SharedName name : shared) {
      try (Fd target = stack.directory(TOP, name.parent())) {
        FileStatus made = Attributes.status(target, name.name()).orElseThrow();
        stamps.put(PathNames.child(name.parent(), name.name()), Stamp.of(made, false));
      }
    }
  }

  /// The deepest first: a mode without write permission would keep an ordinary user out.
  private void finishDirectories() throws IOException {
    for (Map.Entry<String, Wanted> entry : directories.descendingMap().entrySet()) {
      Wanted wanted = entry.getValue();
      try (Fd directory = stack.directory(TOP, entry.getKey())) {
        if (wanted.own()) {
          Attributes.modified(directory, wanted.attributes().modified());
        } else {
          NodeCopy.attributes(directory, wanted.attributes());
        }
        stamps.put(entry.getKey(), Stamp.of(Attributes.status(directory), wanted.own()));
      }
    }
  }
}
