package dev.jbuild.packaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Puts the distribution together; called by the build of the module `cli` with `name=value`
/// arguments.
///
/// ```
/// bin/jbuild         start script
/// lib/first.jar      what is read from a jar at a usual start; opening a large one takes long
/// lib/jbuild.jar     the modules of jbuild
/// lib/libraries.jar  everything else, re-framed where it is older than Java 6
/// lib/*.so           native code of the libraries, ready to be mapped
/// lib/launcher       the native launcher of containers
/// lib/PROFILE-HASH.aot
/// licenses/          of the libraries
/// runtime/           the part of the JDK that is needed
/// ```
public final class Packager {
  private static final String OWN_JARS = "jbuild-";
  private static final List<String> CLASS_PATH =
      List.of("first.jar", "jbuild.jar", "libraries.jar");

  private final Arguments arguments;
  private final Path home;
  private final Path work;

  Packager(Arguments arguments) {
    this.arguments = arguments;
    this.home = arguments.path("output").resolve("jbuild-" + arguments.text("version"));
    this.work = arguments.path("output").resolve("packaging");
  }

  /// Makes the distribution anew, reusing the run-time image and the AOT cache of an earlier build
  /// where nothing they depend on has changed.
  public static void main(String... arguments) throws IOException {
    new Packager(new Arguments(arguments)).run();
  }

  private void run() throws IOException {
    FileTree.remove(home);
    Files.createDirectories(home.resolve("bin"));
    Files.createDirectories(home.resolve("lib"));
    Files.createDirectories(work);
    libraries();
    Path image =
        new RuntimeImage(
                Path.of(System.getProperty("java.home")),
                arguments.words("modules"),
                arguments.text("compression"))
            .in(work);
    FileTree.link(image, home.resolve("runtime"));
    Map<String, String> values = new LinkedHashMap<>();
    values.put("VERSION", arguments.text("version"));
    values.put("MAIN", arguments.text("main"));
    values.put("FLAGS", String.join(" ", arguments.words("flags")));
    values.put("BUILD_FLAGS", String.join(" ", arguments.words("build-flags")));
    values.put("MOVE_FLAGS", arguments.text("move-flags").replaceAll("\\s+", " "));
    values.put("SHORT_FLAGS", String.join(" ", arguments.words("short-flags")));
    for (String profile : arguments.words("profiles")) {
      values.put(profile.toUpperCase(Locale.ROOT) + "_CACHE", cache(profile));
    }
    new StartScript(arguments.path("script")).write(home.resolve("bin/jbuild"), values);
    if (Boolean.parseBoolean(arguments.text("archive"))) {
      Path archive =
          home.resolveSibling(
              home.getFileName() + "-linux-" + NativeCode.architecture() + ".tar.gz");
      new TarGz(time()).write(home, archive);
    }
  }

  private Instant time() {
    return Instant.parse(arguments.text("time"));
  }

  private void libraries() throws IOException {
    JarMerger own = new JarMerger(time());
    JarMerger others = new JarMerger(time());
    Licenses licenses = new Licenses(home.resolve("licenses"));
    List<Path> jars = new ArrayList<>();
    jars.add(arguments.path("jar"));
    for (String jar : Files.readString(arguments.path("classpath")).strip().split(":")) {
      jars.add(Path.of(jar));
    }
    for (Path jar : jars) {
      if (!Files.isRegularFile(jar)) {
        throw new IllegalStateException(
            jar + " is no jar; make the distribution with mvn package, not with mvn compile");
      }
      if (jar.getFileName().toString().startsWith(OWN_JARS)) {
        own.add(jar);
      } else {
        others.add(jar);
        licenses.collect(jar);
      }
    }
    for (String rule : arguments.words("files")) {
      file(rule.startsWith("dev/") ? own : others, NativeCode.forThisMachine(rule));
    }
    JarMerger first = new JarMerger(time());
    for (String rule : arguments.words("first")) {
      String entry = NativeCode.forThisMachine(rule);
      first.put(entry, own.take(entry));
    }
    first.write(home.resolve("lib/first.jar"), Map.of());
    own.replaceCallSites();
    own.write(
        home.resolve("lib/jbuild.jar"),
        Map.of(
            "Class-Path",
            "first.jar libraries.jar",
            "Enable-Native-Access",
            "ALL-UNNAMED",
            "Main-Class",
            arguments.text("main")));
    others.write(home.resolve("lib/libraries.jar"), Map.of());
  }

  /// `entry=name`: keeps an entry of the jars as `lib/name`, to be run or mapped where it lies.
  private void file(JarMerger jar, String rule) throws IOException {
    int equals = rule.indexOf('=');
    Path target = home.resolve("lib").resolve(rule.substring(equals + 1));
    Files.write(target, jar.take(rule.substring(0, equals)));
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /// Makes the AOT cache of one training profile. The JVM loads all classes of a cache at each
  /// start, so commands that are over in milliseconds have one without the classes of the others.
  private String cache(String profile) throws IOException {
    AotCache cache = new AotCache(home, arguments.words("flags"), CLASS_PATH);
    String fingerprint = cache.fingerprint();
    String name = profile + "-" + fingerprint + ".aot";
    Path kept = work.resolve(name);
    if (!Files.exists(kept)) {
      dropOtherCaches(fingerprint);
      Path scratch = work.resolve("training");
      FileTree.remove(scratch);
      Files.createDirectory(scratch);
      String trainer = arguments.text("trainer");
      cache.prepare(trainer, scratch, work.resolve("training.log"));
      cache.train(kept, trainer, scratch, profile);
      FileTree.remove(scratch);
      cache.check(kept, arguments.text("main"), "version");
    }
    FileTree.linkFile(kept, home.resolve("lib").resolve(name));
    return name;
  }

  private void dropOtherCaches(String fingerprint) throws IOException {
    for (Path file : FileTree.files(work)) {
      String name = file.getFileName().toString();
      if (work.equals(file.getParent())
          && name.contains(".aot")
          && !name.contains("-" + fingerprint)) {
        Files.delete(file);
      }
    }
  }
}
