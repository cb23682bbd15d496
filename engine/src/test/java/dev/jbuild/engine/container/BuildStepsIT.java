package dev.jbuild.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Platform;
import dev.jbuild.layer.LayerDraft;
import dev.jbuild.layer.snapshot.Snapshots;
import dev.jbuild.runtime.ContainerException;
import dev.jbuild.runtime.NetworkMode;
import dev.jbuild.runtime.ProcessUser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(names = {"OVERLAY", "COPY"})
class BuildStepsIT {
  @Parameter Snapshots.Driver driver;
  @TempDir Path directory;
  BusyboxStore box;
  BuildSteps steps;

  @BeforeEach
  void prepare() throws Exception {
    box = BusyboxStore.in(directory.resolve("store"));
    steps =
        new BuildSteps(
            BusyboxStore.runtime(),
            new Snapshots(box.store(), driver, _ -> {}),
            Host.local(Platform.host()),
            new SecureRandom());
  }

  @AfterEach
  void close() throws Exception {
    if (box != null) {
      box.close();
    }
  }

  private BuildSteps.Step step(LayerDraft draft, String script) throws IOException {
    return new BuildSteps.Step(
        draft.parents().reversed().stream().map(l -> l.directory()).toList(),
        draft.directory(),
        draft.workDirectory(),
        List.of("sh", "-c", script),
        List.of("PATH=/bin"),
        "/",
        ProcessUser.ROOT,
        NetworkMode.HOST,
        List.of(),
        "buildhost");
  }

  private LayerDraft draft() throws IOException {
    return box.store().layers().draft(box.store().layers().list());
  }

  @Test
  void changesBecomeLayerWithoutTracesOfTheRuntime() throws Exception {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    try (LayerDraft draft = draft()) {
      int code =
          steps
              .run(
                  step(draft, "echo hello; echo oops >&2; echo x >/new"),
                  (bytes, length) -> output.write(bytes, 0, length))
              .exitCode();
      assertEquals(0, code);
      assertEquals("hello\noops\n", output.toString(StandardCharsets.UTF_8));
      Path upper = draft.directory();
      assertTrue(Files.exists(upper.resolve("new")));
      assertFalse(Files.exists(upper.resolve("bin")), "an untouched directory is in the layer");
      for (String stub : List.of("proc", "sys", "dev", "etc/hosts", "etc/resolv.conf")) {
        assertFalse(Files.exists(upper.resolve(stub)), stub);
      }
      try (var beside = Files.list(upper.getParent())) {
        assertEquals(
            List.of("fs", "work"),
            beside.map(file -> file.getFileName().toString()).sorted().toList());
      }
    }
  }

  @Test
  void interruptKillsTheCommand() throws Exception {
    CountDownLatch up = new CountDownLatch(1);
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (LayerDraft draft = draft()) {
      Thread thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  steps.run(step(draft, "echo up; sleep 100"), (bytes, length) -> up.countDown());
                } catch (IOException | ContainerException | InterruptedException e) {
                  thrown.set(e);
                }
              });
      up.await();
      thread.interrupt();
      thread.join();
    }
    assertEquals(InterruptedException.class, thrown.get().getClass());
  }

  @Test
  void failingSinkEndsTheCommand() throws Exception {
    try (LayerDraft draft = draft()) {
      IOException e =
          assertThrows(
              IOException.class,
              () ->
                  steps.run(
                      step(draft, "echo up; sleep 100"),
                      (bytes, length) -> {
                        throw new IOException("sink is full");
                      }));
      assertEquals("sink is full", e.getMessage());
    }
  }

  @Test
  void missingShellIsNotFound() throws Exception {
    try (LayerDraft draft = box.store().layers().draft(List.of())) {
      ContainerException e =
          assertThrows(
              ContainerException.class,
              () -> steps.run(step(draft, "true"), (bytes, length) -> {}));
      assertEquals(127, e.reason().exitCode());
    }
  }
}
