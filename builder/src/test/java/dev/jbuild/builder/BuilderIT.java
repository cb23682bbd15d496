package dev.jbuild.builder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.ContainerConfig;
import dev.jbuild.image.Digest;
import dev.jbuild.image.HistoryEntry;
import dev.jbuild.image.ImageConfig;
import dev.jbuild.image.ImageManifest;
import dev.jbuild.image.MediaTypes;
import dev.jbuild.image.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whole builds: what image comes out, what is told on the way, what happens when a step fails.
class BuilderIT {
  @TempDir Path temp;
  private BuildFixture build;

  @BeforeEach
  void open() throws IOException {
    build = new BuildFixture(temp);
    build.file("app", "content");
  }

  @AfterEach
  void close() throws IOException {
    build.close();
  }

  @Test
  void configurationIsWhatTheInstructionsSay() throws Exception {
    BuildResult result =
        build.build(
            """
            FROM scratch
            ARG VERSION=1
            ENV A=x B="$VERSION y"
            LABEL org.example=yes
            EXPOSE 80 53/udp
            VOLUME /data
            WORKDIR /w
            USER 7:8
            STOPSIGNAL SIGINT
            HEALTHCHECK --interval=5s CMD true
            SHELL ["/sh", "-x"]
            ENTRYPOINT ["/app"]
            CMD one two
            """);
    ContainerConfig c = build.config(result).value().config();
    assertEquals("x", c.env("A").orElseThrow());
    assertEquals("1 y", c.env("B").orElseThrow());
    assertTrue(c.env("PATH").isPresent());
    assertEquals(Map.of("org.example", "yes"), c.labels());
    assertEquals(Set.of("80/tcp", "53/udp"), Set.copyOf(c.exposedPorts()));
    assertEquals(Set.of("/data"), Set.copyOf(c.volumes()));
    assertEquals("/w", c.workingDir());
    assertEquals("7:8", c.user());
    assertEquals("SIGINT", c.stopSignal());
    assertEquals(Duration.ofSeconds(5), c.healthcheck().orElseThrow().interval());
    assertEquals(List.of("/app"), c.entrypoint());
    assertEquals(List.of("/sh", "-x", "one two"), c.cmd());
    assertEquals(List.of("/sh", "-x"), c.shell());
  }

  @Test
  void historyHasAnEntryForEachInstructionAndALayerForEachThatMakesOne() throws Exception {
    BuildResult result =
        build.build("FROM scratch\nENV A=1\nCOPY app /app\nWORKDIR /w\nCMD [\"/app\"]\n");
    ImageConfig config = build.config(result).value();
    assertEquals(
        List.of("ENV A=1", "COPY app /app # buildkit", "WORKDIR /w", "CMD [\"/app\"]"),
        config.history().stream().map(HistoryEntry::createdBy).toList());
    assertEquals(
        List.of(true, false, false, true),
        config.history().stream().map(HistoryEntry::emptyLayer).toList());
    assertEquals(2, config.diffIds().size());
    assertTrue(config.history().stream().allMatch(h -> h.created().isPresent()));
    assertEquals(config.history().getLast().created(), config.created());
  }

  @Test
  void imageStandsOnItsBase() throws Exception {
    build.base("base", "FROM scratch\nENV A=1\nCOPY app /one\nLABEL l=1\n");
    BuildResult base = build.build("FROM base\nLABEL only=config\n");
    assertEquals(1, build.config(base).value().diffIds().size());
    BuildResult result = build.build("FROM base\nCOPY app /two\nENV B=2\n");
    ImageConfig config = build.config(result).value();
    assertEquals(2, config.diffIds().size());
    assertEquals(5, config.history().size());
    assertEquals("1", config.config().env("A").orElseThrow());
    assertEquals(Map.of("l", "1"), config.config().labels());
    assertEquals("content", build.read(result, "/one"));
    assertEquals("content", build.read(result, "/two"));
    assertEquals(List.of(), build.pulled);
  }

  @Test
  void manifestNamesLayersByDiffIdAndIsOci() throws Exception {
    BuildResult result = build.build("FROM scratch\nCOPY app /app\n");
    ImageManifest manifest = build.load(result).manifest().value();
    assertEquals(MediaTypes.OCI_MANIFEST, manifest.mediaType());
    assertEquals(MediaTypes.OCI_CONFIG, manifest.config().mediaType());
    assertEquals(result.imageId(), manifest.config().digest());
    assertEquals(MediaTypes.OCI_LAYER, manifest.layers().getFirst().mediaType());
    assertEquals(
        build.config(result).value().diffIds().getFirst(), manifest.layers().getFirst().digest());
  }

  @Test
  void allNamesLeadToTheImage() throws Exception {
    BuildResult result =
        build.build(
            "FROM scratch\nCOPY app /app\n",
            b -> b.names(List.of(Reference.parse("a"), Reference.parse("b:2"))));
    assertEquals(result.imageId(), build.image("a:latest").id());
    assertEquals(result.imageId(), build.image("b:2").id());
  }

  @Test
  void runSeesEnvironmentUserDirectoryAndHome() throws Exception {
    build.file("passwd", "me:x:42:43::/home/me:/bin/sh\n").file("group", "more:x:99:me\n");
    build.build(
        """
        FROM scratch
        COPY passwd group /etc/
        ARG A=1
        ENV E=2
        WORKDIR /w
        USER me
        RUN true
        """);
    ExecRequest request = build.executor.requests().getFirst();
    assertEquals(new ExecRequest.User(42, 43, List.of(99)), request.user());
    assertEquals("/w", request.workingDirectory());
    assertTrue(request.env().containsAll(List.of("A=1", "E=2", "HOME=/home/me")));
    assertEquals(List.of("/bin/sh", "-c", "true"), request.argv());
    assertEquals(2, request.lowers().size());
    assertTrue(request.env().stream().anyMatch(e -> e.startsWith("PATH=")));
  }

  @Test
  void whatRunWritesIsInTheImage() throws Exception {
    BuildResult result = build.build("FROM scratch\nRUN echo hello > /etc/greeting\n");
    assertEquals("hello\n", build.read(result, "/etc/greeting"));
  }

  @Test
  void onlyReachedStagesAreBuilt() throws Exception {
    build.build(
        """
        FROM scratch AS unused
        RUN exit 1
        FROM nowhere AS missing
        FROM scratch AS wanted
        RUN echo yes
        FROM wanted AS last
        RUN echo no
        """,
        b -> b.target("wanted"));
    assertEquals(List.of("echo yes"), build.executor.scripts());
  }

  @Test
  void stagesRunSideBySide() throws Exception {
    build.build(
        """
        FROM scratch AS a
        RUN sleep 0.5 && echo a > /a
        FROM scratch AS b
        RUN sleep 0.5 && echo b > /b
        FROM scratch AS c
        RUN sleep 0.5 && echo c > /c
        FROM scratch
        COPY --from=a /a /
        COPY --from=b /b /
        COPY --from=c /c /
        """);
    Instant lastStart = Instant.MIN;
    Instant firstEnd = Instant.MAX;
    for (BuildEvent event : build.events) {
      if (event instanceof BuildEvent.Started s && s.step().name().contains("RUN")) {
        lastStart = event.at().isAfter(lastStart) ? event.at() : lastStart;
      } else if (event instanceof BuildEvent.Finished f && f.step().name().contains("RUN")) {
        firstEnd = event.at().isBefore(firstEnd) ? event.at() : firstEnd;
      }
    }
    assertTrue(lastStart.isBefore(firstEnd), "all began before the first ended");
  }

  @Test
  void stepsRunOneByOneWhenAskedTo() throws Exception {
    build.build(
        """
        FROM scratch AS a
        RUN sleep 0.1; echo a > /a
        FROM scratch AS b
        RUN sleep 0.1; echo b > /b
        FROM scratch
        COPY --from=a / /
        COPY --from=b / /
        """,
        b -> b.parallelism(1));
    int open = 0;
    for (BuildEvent event : build.events) {
      if (event instanceof BuildEvent.Started s && s.step().name().contains("RUN")) {
        assertEquals(1, ++open);
      } else if (event instanceof BuildEvent.Finished f && f.step().name().contains("RUN")) {
        open--;
      }
    }
  }

  @Test
  void failedCommandShowsStepOutputLineAndCode() throws Exception {
    BuildException e =
        assertThrows(
            BuildException.class,
            () -> build.build("FROM scratch\nRUN true\nRUN echo before; echo why >&2; exit 9\n"));
    assertEquals(9, e.exitCode().orElseThrow());
    assertEquals(List.of("before", "why"), e.lastOutput());
    assertTrue(e.getMessage().startsWith("Dockerfile:3: RUN echo before"), e.getMessage());
    assertTrue(e.getMessage().contains("exit code 9"), e.getMessage());
    assertTrue(e.excerpt().contains("    3 | >>> RUN echo before"), e.excerpt());
    assertTrue(e.step().orElseThrow().name().contains("RUN echo before"));
    assertTrue(
        build.events.stream()
            .anyMatch(v -> v instanceof BuildEvent.Failed f && f.step().equals(e.step().get())));
  }

  @Test
  void failureOfOneStageEndsTheOthers() throws Exception {
    long start = System.nanoTime();
    assertThrows(
        BuildException.class,
        () ->
            build.build(
                """
                FROM scratch AS slow
                RUN sleep 60
                FROM scratch AS bad
                RUN exit 1
                FROM scratch
                COPY --from=slow / /
                COPY --from=bad / /
                """));
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 20);
    assertTrue(
        build.events.stream()
            .anyMatch(
                v -> v instanceof BuildEvent.Cancelled c && c.step().name().contains("sleep")));
  }

  @Test
  void failedBuildNamesNothing() throws Exception {
    assertThrows(BuildException.class, () -> build.build("FROM scratch\nRUN exit 1\n"));
    assertTrue(build.store().images().resolve("test/image").isEmpty());
  }

  @Test
  void missingFileIsFoundBeforeALongCommandEnds() throws Exception {
    long start = System.nanoTime();
    BuildException e =
        assertThrows(
            BuildException.class,
            () ->
                build.build(
                    "FROM scratch AS a\nRUN sleep 60\nFROM scratch\nCOPY nothing /\nCOPY --from=a / /\n"));
    assertTrue(Duration.ofNanos(System.nanoTime() - start).toSeconds() < 20);
    assertTrue(e.getMessage().contains("'nothing'"), e.getMessage());
  }

  @Test
  void interruptEndsTheBuild() throws Exception {
    Thread self = Thread.currentThread();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          while (build.executor.requests().isEmpty()) {
            Thread.onSpinWait();
          }
          self.interrupt();
        });
    assertThrows(InterruptedException.class, () -> build.build("FROM scratch\nRUN sleep 60\n"));
  }

  @Test
  void unknownImageNamesTheLine() throws Exception {
    BuildException e =
        assertThrows(BuildException.class, () -> build.build("FROM nowhere:1\nRUN true\n"));
    assertTrue(e.getMessage().startsWith("Dockerfile:1: "), e.getMessage());
    assertTrue(e.getMessage().contains("'nowhere:1' cannot be pulled here"), e.getMessage());
    assertTrue(e.excerpt().contains(">>> FROM nowhere:1"), e.excerpt());
  }

  @Test
  void malformedDockerfileIsShownWithItsLine() throws Exception {
    BuildException e =
        assertThrows(BuildException.class, () -> build.build("FROM scratch\nCOPPY a b\n"));
    assertTrue(e.getMessage().startsWith("Dockerfile:2"), e.getMessage());
    assertTrue(e.excerpt().contains("COPPY"), e.excerpt());
  }

  @Test
  void missingContextAndDockerfileAreTold() throws Exception {
    BuildException e =
        assertThrows(
            BuildException.class,
            () -> build.build("FROM scratch\n", b -> b.dockerfile(temp.resolve("none"))));
    assertTrue(e.getMessage().contains("none"), e.getMessage());
    Files.delete(build.context.resolve("Dockerfile"));
    e =
        assertThrows(
            BuildException.class,
            () ->
                new Builder(
                        build.store(), (_, _, _, _) -> null, build.executor, InstantSource.system())
                    .build(BuildRequest.of(build.context).build(), BuildListener.silent()));
    assertTrue(e.getMessage().contains("there is no 'Dockerfile'"), e.getMessage());
  }

  @Test
  void bindMountsShowFilesOfContextAndStages() throws Exception {
    build.build(
        """
        FROM scratch AS tools
        RUN echo tool > /t/tool
        FROM scratch
        RUN --mount=type=bind,target=/src --mount=type=bind,from=tools,source=/t,target=/t cat /src/app; cat /t/tool
        """);
    List<String> output =
        build.events.stream()
            .filter(v -> v instanceof BuildEvent.Output)
            .map(v -> ((BuildEvent.Output) v).line())
            .toList();
    assertTrue(output.containsAll(List.of("content", "tool")), output.toString());
  }

  @Test
  void commandThatChangesNothingMakesAnEmptyLayer() throws Exception {
    build.file("etc/passwd", "");
    BuildResult result =
        build.build("FROM scratch\nCOPY etc /etc\nRUN mkdir /proc; mkdir /etc; mkdir /dev\n");
    Digest empty = Digest.sha256(new byte[1024]);
    assertEquals(empty, build.config(result).value().diffIds().getLast());
    assertTrue(build.view(result).stat("/etc/passwd").isPresent());
  }

  @Test
  void boundDirectoriesShowTheirModes() throws Exception {
    Files.createDirectories(build.context.resolve("closed"));
    Files.setPosixFilePermissions(
        build.context.resolve("closed"), PosixFilePermissions.fromString("rwx------"));
    build.build("FROM scratch\nRUN --mount=type=bind,source=closed,target=/c true\n");
    ExecMount.Bind bind = (ExecMount.Bind) build.executor.requests().getFirst().mounts().getFirst();
    assertEquals(
        "rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(bind.source())));
  }

  @Test
  void cacheMountsOutliveBuildsAndStayOutOfLayers() throws Exception {
    BuildResult first =
        build.build("FROM scratch\nRUN --mount=type=cache,target=/c echo kept > /c/f\n");
    assertFalse(build.view(first).stat("/c").isPresent());
    build.build("FROM scratch\nRUN --mount=type=cache,target=/c cat /c/f\n");
    assertTrue(
        build.events.stream()
            .anyMatch(v -> v instanceof BuildEvent.Output o && o.line().equals("kept")));
  }

  @Test
  void secretsAreShownAndNeverStored() throws Exception {
    Path secret = Files.writeString(temp.resolve("token"), "hunter2-very-secret");
    build.build(
        "FROM scratch\nRUN --mount=type=secret,id=t cat /run/secrets/t\n",
        b -> b.secrets(Map.of("t", secret)));
    try (var files = Files.walk(build.store().root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertFalse(
            Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1)
                .contains("hunter2-very-secret"),
            file.toString());
      }
    }
    BuildException e =
        assertThrows(
            BuildException.class,
            () -> build.build("FROM scratch\nRUN --mount=type=secret,id=x,required=true true\n"));
    assertTrue(e.getMessage().contains("secret 'x' is required"), e.getMessage());
  }

  @Test
  void writableBindMountIsThrownAway() throws Exception {
    build.build("FROM scratch\nRUN --mount=type=bind,target=/src,rw echo new > /src/made\n");
    assertFalse(Files.exists(build.context.resolve("made")));
    BuildResult result =
        build.build("FROM scratch\nRUN --mount=type=bind,target=/src,rw echo new > /src/app\n");
    assertEquals("content", Files.readString(build.context.resolve("app")));
    assertFalse(build.view(result).stat("/src").isPresent());
  }

  @Test
  void sameProjectGivesTheSameImageInTwoStoresWithALimitForTimes() throws Exception {
    String file =
        "FROM scratch\nWORKDIR /w\nCOPY app /w/\nRUN echo x > /x\nLABEL a=b\nCMD [\"/x\"]\n";
    Instant limit = Instant.parse("2021-01-01T00:00:00Z");
    BuildResult first = build.build(file, b -> b.sourceDateEpoch(limit));
    Path other = Files.createDirectory(temp.resolve("other"));
    try (BuildFixture second =
        new BuildFixture(other, InstantSource.offset(InstantSource.system(), Duration.ofDays(9)))) {
      second.file("app", "content");
      assertEquals(first.manifest(), second.build(file, b -> b.sourceDateEpoch(limit)).manifest());
    }
    assertTrue(build.executor.requests().getFirst().env().contains("SOURCE_DATE_EPOCH=1609459200"));
  }

  @Test
  void everyStartedStepEnds() throws Exception {
    build.build("FROM scratch\nCOPY app /a\nRUN true\n");
    for (BuildEvent event : List.copyOf(build.events)) {
      if (event instanceof BuildEvent.Started s) {
        assertTrue(
            build.events.stream()
                .anyMatch(v -> v instanceof BuildEvent.Finished f && f.step().equals(s.step())),
            s.step().name());
      }
    }
  }

  @Test
  void storeIsSoundAfterBuilds() throws Exception {
    build.build("FROM scratch\nCOPY app /a\nRUN true\n");
    assertThrows(
        BuildException.class, () -> build.build("FROM scratch\nCOPY app /b\nRUN exit 1\n"));
    assertEquals(List.of(), build.store().check());
    build.store().collectGarbage();
    build.build("FROM scratch\nCOPY app /b\n");
    assertEquals(1, build.cached().size(), "cache records keep their layers");
  }
}
