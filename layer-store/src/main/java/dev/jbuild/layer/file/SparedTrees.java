package dev.jbuild.layer.file;

import dev.jbuild.layer.ContentException;
import dev.jbuild.layer.LayerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Notes on stable storage of layers whose trees were not forced there, since they can be unpacked
/// again from packed forms that were.
///
/// A note is a file in `unforced/` with a line for each layer, named after the boot. If the machine
/// goes down, whoever comes first afterwards looks at these trees; as long as it runs, whoever
/// forces the whole file system removes the notes that were there before.
final class SparedTrees {
  /// The kernel has by then begun to write by itself what a note is about.
  private static final Duration SETTLED = Duration.ofMinutes(1);

  /// Between the boot and the process in the name of a note.
  private static final char OF = '_';

  private final Path directory;

  SparedTrees(StorePaths paths) {
    this.directory = paths.spared();
  }

  /// Whether what the machine loses when it goes down can be told from what it has lost before.
  static boolean isPossible() throws IOException {
    return BootId.current().isKnown();
  }

  /// Makes a note, durably.
  ///
  /// @return whether there was room for it
  boolean isNoted(Set<LayerId> layers) throws IOException {
    StringBuilder text = new StringBuilder();
    layers.forEach(layer -> text.append(layer).append('\n'));
    Path note;
    try {
      AtomicFiles.directory(directory);
      note = create();
    } catch (IOException e) {
      return refused(e);
    }
    try {
      Files.writeString(note, text);
      AtomicFiles.force(note);
    } catch (IOException e) {
      Files.deleteIfExists(note);
      return refused(e);
    }
    AtomicFiles.force(directory);
    AtomicFiles.force(AtomicFiles.directoryOf(directory));
    return true;
  }

  private Path create() throws IOException {
    String name = BootId.current().text() + OF + ProcessHandle.current().pid() + "-";
    for (int n = 0; ; n++) {
      Path note = directory.resolve(name + n);
      try {
        AtomicFiles.create(note).close();
        return note;
      } catch (FileAlreadyExistsException _) {
        // an earlier one, or of a process that had this number before
      }
    }
  }

  private boolean refused(IOException e) throws IOException {
    IOException explained = AtomicFiles.explained("writing into '" + directory + "'", e);
    if (explained instanceof ContentException.Unwritable) {
      return false;
    }
    throw explained;
  }

  /// The notes of this boot.
  List<Path> current() throws IOException {
    return notes(true);
  }

  /// The notes of other boots, whose trees have to be looked at.
  List<Path> past() throws IOException {
    return notes(false);
  }

  private List<Path> notes(boolean current) throws IOException {
    List<Path> notes = new ArrayList<>();
    List<Path> all = Session.children(directory);
    if (!all.isEmpty()) {
      String ours = BootId.current().text() + OF;
      for (Path note : all) {
        if (current == Session.name(note).startsWith(ours)) {
          notes.add(note);
        }
      }
    }
    return notes;
  }

  /// Whether there are notes of this boot of which the trees have come to the disk by now, all but
  /// surely.
  boolean isSettled() throws IOException {
    FileTime settled = FileTime.from(Instant.now().minus(SETTLED));
    for (Path note : current()) {
      try {
        if (Files.getLastModifiedTime(note).compareTo(settled) < 0) {
          return true;
        }
      } catch (NoSuchFileException _) {
        // removed meanwhile
      }
    }
    return false;
  }

  /// The layers that notes are about. What a note that did not reach the disk was about is known
  /// otherwise: its writer had not ended.
  static Set<LayerId> layers(List<Path> notes) throws IOException {
    Set<LayerId> layers = new LinkedHashSet<>();
    for (Path note : notes) {
      // any bytes are characters of this set; the disk may have others than those written
      for (String line : Files.readAllLines(note, StandardCharsets.ISO_8859_1)) {
        try {
          layers.add(LayerId.parse(line));
        } catch (IllegalArgumentException _) {
          // cut off, or never written
        }
      }
    }
    return layers;
  }

  /// Removes notes, once what they are about is on stable storage.
  static void remove(List<Path> notes) throws IOException {
    for (Path note : notes) {
      Files.deleteIfExists(note);
    }
  }
}
