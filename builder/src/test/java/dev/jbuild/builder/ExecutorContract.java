package dev.jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every executor must do. Commands are plain `sh` that any shell understands.
public abstract class ExecutorContract {
  @TempDir Path temp;
  private Path upper;
  private Path work;

  /// The executor under test.
  protected abstract Executor executor();

  /// Layer directories, top first, of a root that has `/bin/sh` and the usual small commands.
  protected abstract List<Path> root() throws IOException;

  @BeforeEach
  void makeDirectories() throws IOException {
    upper = Files.createDirectory(temp.resolve("upper"));
    work = Files.createDirectory(temp.resolve("work"));
  }

  private static final class Output implements OutputSink {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public synchronized void write(Stream stream, byte[] bytes, int offset, int length) {
      (stream == Stream.STDOUT ? out : err).write(bytes, offset, length);
    }

    String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    String err() {
      return err.toString(StandardCharsets.UTF_8);
    }
  }

  private ExecRequest request(String script, List<String> env, String directory, int uid)
      throws IOException {
    List<String> all = new ArrayList<>(env);
    all.add("PATH=/bin:/usr/bin");
    return new ExecRequest(
        root(),
        upper,
        work,
        List.of("/bin/sh", "-c", script),
        all,
        directory,
        new ExecRequest.User(uid, uid, List.of()),
        NetworkMode.NONE,
        List.of(),
        "host");
  }

  private ExecResult run(String script, Output output) throws IOException, InterruptedException {
    return executor().execute(request(script, List.of(), "/", 0), output);
  }

  @Test
  void changesLandInTheUpperDirectory() throws Exception {
    assertEquals(0, run("echo text > /made", new Output()).exitCode());
    assertEquals("text\n", Files.readString(upper.resolve("made")));
  }

  @Test
  void exitCodeIsThatOfTheCommand() throws Exception {
    assertEquals(7, run("exit 7", new Output()).exitCode());
  }

  @Test
  void streamsAreApart() throws Exception {
    Output output = new Output();
    run("echo one; echo two >&2", output);
    assertEquals("one\n", output.out());
    assertEquals("two\n", output.err());
  }

  @Test
  void environmentAndDirectoryAreThoseAskedFor() throws Exception {
    Files.createDirectory(upper.resolve("place"));
    Output output = new Output();
    executor()
        .execute(request("echo $GREETING; pwd", List.of("GREETING=hello"), "/place", 0), output);
    assertEquals("hello\n/place\n", output.out());
  }

  @Test
  void commandThatIsNotThereEndsWith127() throws Exception {
    assertEquals(127, run("no-such-command-at-all", new Output()).exitCode());
  }

  @Test
  void removedFilesOfLowerLayersAreHidden() throws Exception {
    Output output = new Output();
    run("echo x > /f; rm /f; echo done", output);
    assertEquals("done\n", output.out());
    assertFalse(Files.isRegularFile(upper.resolve("f")));
  }

  @Test
  void interruptKillsTheCommand() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicReference<Throwable> ended = new AtomicReference<>();
    OutputSink sink = (_, _, _, _) -> started.countDown();
    ExecRequest request = request("echo started; sleep 60", List.of(), "/", 0);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                executor().execute(request, sink);
              } catch (IOException | InterruptedException e) {
                ended.set(e);
              }
            });
    assertTrue(started.await(20, TimeUnit.SECONDS), "the command wrote nothing");
    thread.interrupt();
    assertTrue(thread.join(java.time.Duration.ofSeconds(20)), "the command was not killed");
    assertThrows(InterruptedException.class, () -> rethrow(ended.get()));
  }

  private static void rethrow(Throwable t) throws Throwable {
    throw t;
  }
}
