package dev.jbuild.layer.disk;

import dev.jbuild.layer.file.AtomicFiles;
import dev.jbuild.layer.file.Session;
import dev.jbuild.layer.snapshot.FullCopy;
import dev.jbuild.linux.Attributes;
import dev.jbuild.linux.Fd;
import dev.jbuild.linux.FileStatus;
import dev.jbuild.linux.Opening;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Copies that stand for mounts. They appear whole and go whole: what a crash leaves is in a
/// session, and goes with it.
final class MountCopies {
  private MountCopies() {}

  /// @param trees topmost first; the root of the copy is as that of the first one
  static void make(Parts parts, List<Path> trees, Path place) throws IOException {
    Path draft = parts.session().temporary();
    AtomicFiles.directory(draft);
    try {
      if (!trees.isEmpty()) {
        likeRoot(trees.getFirst(), draft);
      }
      FullCopy.fill(trees, draft);
      AtomicFiles.move(draft, place);
    } catch (InterruptedException e) {
      Session.removeTree(draft);
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("the copy was interrupted").initCause(e);
    } catch (IOException e) {
      Session.removeTree(draft);
      throw e;
    }
  }

  private static void likeRoot(Path tree, Path draft) throws IOException {
    try (Fd from = Opening.directory(tree);
        Fd to = Opening.directory(draft)) {
      FileStatus status = Attributes.status(from);
      Attributes.owner(to, status.uid(), status.gid());
      Attributes.mode(to, status.permissions());
      Attributes.modified(to, Instant.ofEpochSecond(status.seconds(), status.nanos()));
    }
  }

  static void remove(Parts parts, Path place) throws IOException {
    Path away = parts.session().temporary();
    AtomicFiles.move(place, away);
    Session.removeTree(away);
  }
}
