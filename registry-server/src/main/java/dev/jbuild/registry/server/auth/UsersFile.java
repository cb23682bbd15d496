package dev.jbuild.registry.server.auth;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/// The file of users, looked at again at most once a second and read again when it changed. A
/// change for the worse leaves the users before it in force and is reported once.
///
/// The lock lets one thread look while the others go on with the users they have; the look itself
/// happens under it.
public final class UsersFile {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final long MAX_BYTES = 16 << 20;

  /// Hears of changes.
  public interface Reports {
    void reloaded(Path file, int users);

    void rejected(Path file, String reason);
  }

  private final Path file;
  private final InstantSource clock;
  private final Reports reports;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Htpasswd users;
  private volatile Instant nextLook;
  private Map<String, Object> seen;

  private UsersFile(
      Path file, InstantSource clock, Reports reports, Htpasswd users, Map<String, Object> seen) {
    this.file = file;
    this.clock = clock;
    this.reports = reports;
    this.users = users;
    this.seen = seen;
    this.nextLook = clock.instant().plus(INTERVAL);
  }

  /// Reads the file for the first time.
  ///
  /// @throws IOException saying why it cannot be used
  public static UsersFile open(Path file, InstantSource clock, Reports reports) throws IOException {
    try {
      Map<String, Object> stamp = stamp(file);
      return new UsersFile(file, clock, reports, read(file), stamp);
    } catch (IOException e) {
      throw new IOException("reading users from " + file + " failed: " + reason(e), e);
    }
  }

  /// The users in force.
  public Htpasswd users() {
    if (!clock.instant().isBefore(nextLook) && lock.tryLock()) {
      try {
        look();
        nextLook = clock.instant().plus(INTERVAL);
      } finally {
        lock.unlock();
      }
    }
    return users;
  }

  private void look() {
    try {
      Map<String, Object> stamp = stamp(file);
      if (!stamp.equals(seen)) {
        seen = stamp;
        users = read(file);
        reports.reloaded(file, users.size());
      }
    } catch (NoSuchFileException e) {
      if (!seen.isEmpty()) {
        seen = Map.of();
        reports.rejected(file, reason(e));
      }
    } catch (IOException e) {
      reports.rejected(file, reason(e));
    }
  }

  /// What changes when the file does, its permissions included.
  private static Map<String, Object> stamp(Path file) throws IOException {
    return Files.readAttributes(file, "unix:ctime,lastModifiedTime,size,ino");
  }

  private static Htpasswd read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > MAX_BYTES) {
      throw new IOException("it has %d bytes, more than %d".formatted(size, MAX_BYTES));
    }
    try {
      return Htpasswd.parse(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    } catch (CharacterCodingException e) {
      throw new IOException("it is not UTF-8 text", e);
    }
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException n -> "there is no such file";
      case AccessDeniedException d -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
