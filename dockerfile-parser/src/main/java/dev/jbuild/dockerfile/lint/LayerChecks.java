package dev.jbuild.dockerfile.lint;

import dev.jbuild.dockerfile.diagnostic.Rule;
import dev.jbuild.dockerfile.diagnostic.WarningLog;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.WorkdirInstruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The rules about the order of COPY and RUN in a stage; one of these goes through one stage.
final class LayerChecks {

  private static final int MOST_COPIES = 1_000;

  /// What installs the dependencies that a file of the project lists: program and first words.
  private static final Map<String, Set<String>> INSTALLERS =
      Map.ofEntries(
          Map.entry("npm", Set.of("ci", "install", "i")),
          Map.entry("pnpm", Set.of("install", "i", "fetch")),
          Map.entry("yarn", Set.of("", "install")),
          Map.entry("bun", Set.of("install")),
          Map.entry("bundle", Set.of("install")),
          Map.entry("composer", Set.of("install")),
          Map.entry("poetry", Set.of("install")),
          Map.entry("pipenv", Set.of("install", "sync")),
          Map.entry("uv", Set.of("sync")),
          Map.entry("cargo", Set.of("fetch")));

  private record Copied(CopyInstruction copy, String path) {}

  private final WarningLog log;
  private final List<Copied> copies = new ArrayList<>();
  private @Nullable CopyInstruction whole;
  private boolean installed;
  private String directory = "/";

  LayerChecks(WarningLog log) {
    this.log = log;
  }

  void follow(Instruction instruction) {
    if (instruction instanceof WorkdirInstruction workdir) {
      directory = resolve(workdir.path());
    }
  }

  void add(CopyInstruction copy) {
    String target = resolve(copy.transfer().destination());
    if (copies.size() < MOST_COPIES) {
      copies.add(new Copied(copy, target));
    }
    boolean everything =
        copy.from().isEmpty()
            && copy.transfer().sources().stream()
                .anyMatch(s -> s.equals(".") || s.equals("./") || s.equals("/"));
    if (everything && whole == null) {
      whole = copy;
    }
  }

  void check(ShellRun run) {
    for (ShellCommand command : run.commands()) {
      List<String> call = command.call();
      if (!call.isEmpty()) {
        checkInstall(run, command.program(), call);
        checkOwner(run, command.program(), call);
      }
    }
  }

  private void checkInstall(ShellRun run, String program, List<String> call) {
    if (!installs(program, call)) {
      return;
    }
    CopyInstruction before = whole;
    boolean cached = run.instruction().mounts().stream().anyMatch(m -> m.contains("type=cache"));
    if (before != null && !installed && !cached) {
      log.with(before.node().comments())
          .add(
              Rule.COPY_BEFORE_INSTALL,
              before.range(),
              before.node().word(),
              "Every change of any file makes '"
                  + String.join(" ", call.subList(0, Math.min(2, call.size())))
                  + "' on line "
                  + run.instruction().range().startLine()
                  + " run again; copy the files that list the dependencies first, and the rest"
                  + " after it");
    }
    installed = true;
  }

  private static boolean installs(String program, List<String> call) {
    if (program.equals("pip") || program.equals("pip3")) {
      return call.contains("install") && (call.contains("-r") || call.contains("--requirement"));
    }
    if (program.equals("go")) {
      return call.size() > 2 && call.get(1).equals("mod") && call.get(2).equals("download");
    }
    Set<String> actions = INSTALLERS.getOrDefault(program, Set.of());
    List<String> words = call.stream().skip(1).filter(w -> !w.startsWith("-")).toList();
    return words.size() <= 1 && actions.contains(words.isEmpty() ? "" : words.getFirst());
  }

  private void checkOwner(ShellRun run, String program, List<String> call) {
    boolean owner = program.equals("chown");
    boolean recursive =
        call.stream().anyMatch(w -> w.equals("--recursive") || w.matches("-[a-zA-Z]*R[a-zA-Z]*"));
    List<String> words = call.stream().skip(1).filter(w -> !w.startsWith("-")).toList();
    if ((!owner && !program.equals("chmod")) || !recursive || words.size() < 2) {
      return;
    }
    for (String path : words.subList(1, words.size())) {
      String full = resolve(path);
      for (Copied copied : copies) {
        String flag = owner ? copied.copy.chown() : copied.copy.chmod();
        if (flag.isEmpty() && !full.contains("$") && within(copied.path, full)) {
          log.with(run.instruction().node().comments())
              .add(
                  Rule.FILES_CHANGED_AFTER_COPY,
                  run.instruction().range(),
                  program,
                  program
                      + " stores the files of the COPY on line "
                      + copied.copy.range().startLine()
                      + " a second time; give COPY --"
                      + program
                      + " instead");
          return;
        }
      }
    }
  }

  private static boolean within(String path, String directory) {
    return path.equals(directory)
        || path.startsWith(directory.endsWith("/") ? directory : directory + "/");
  }

  private String resolve(String path) {
    String absolute = path.startsWith("/") ? path : directory + "/" + path;
    List<String> parts = new ArrayList<>();
    for (String part : absolute.split("/")) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
