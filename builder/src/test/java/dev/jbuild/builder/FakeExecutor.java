package dev.jbuild.builder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/// An executor that understands a handful of shell commands and isolates nothing. What it writes
/// lands in the upper directory, as with a real one.
public final class FakeExecutor implements Executor {
  private final List<ExecRequest> requests = new CopyOnWriteArrayList<>();

  /// What was executed so far.
  public List<ExecRequest> requests() {
    return requests;
  }

  /// The scripts that were executed so far.
  public List<String> scripts() {
    return requests.stream().map(r -> r.argv().getLast()).toList();
  }

  @Override
  public ExecResult execute(ExecRequest request, OutputSink output)
      throws IOException, InterruptedException {
    requests.add(request);
    Map<String, String> env = new TreeMap<>();
    for (String entry : request.env()) {
      int equals = entry.indexOf('=');
      env.put(entry.substring(0, equals), entry.substring(equals + 1));
    }
    int last = 0;
    for (String part : request.argv().getLast().split(";|&&")) {
      String[] words =
          Stream.of(part.strip().split("\\s+"))
              .map(w -> w.startsWith("$") ? env.getOrDefault(w.substring(1), "") : w)
              .toArray(String[]::new);
      if (words[0].equals("exit")) {
        return ExecResult.exited(Integer.parseInt(words[1]));
      }
      last = command(request, words, output);
      if (last != 0) {
        return ExecResult.exited(last);
      }
    }
    return ExecResult.exited(last);
  }

  private static int command(ExecRequest request, String[] words, OutputSink output)
      throws IOException, InterruptedException {
    switch (words[0]) {
      case "echo" -> echo(request, List.of(words).subList(1, words.length), output);
      case "pwd" -> print(output, OutputSink.Stream.STDOUT, request.workingDirectory());
      case "id" -> print(output, OutputSink.Stream.STDOUT, String.valueOf(request.user().uid()));
      case "sleep" -> Thread.sleep((long) (Double.parseDouble(words[1]) * 1000));
      case "mkdir" -> Files.createDirectories(place(request, words[1]));
      case "rm" -> Files.delete(place(request, words[1]));
      case "cat" -> {
        for (ExecMount mount : request.mounts()) {
          if (mount instanceof ExecMount.Bind b && words[1].startsWith(b.target())) {
            Path file = Path.of(b.source() + words[1].substring(b.target().length()));
            print(output, OutputSink.Stream.STDOUT, Files.readString(file).strip());
            return 0;
          }
        }
        return 1;
      }
      case "true" -> {}
      default -> {
        print(output, OutputSink.Stream.STDERR, words[0] + ": not found");
        return 127;
      }
    }
    return 0;
  }

  private static void echo(ExecRequest request, List<String> words, OutputSink output)
      throws IOException {
    if (words.contains(">")) {
      int at = words.indexOf(">");
      Path file = place(request, words.get(at + 1));
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join(" ", words.subList(0, at)) + "\n");
    } else if (words.contains(">&2")) {
      print(output, OutputSink.Stream.STDERR, String.join(" ", words.subList(0, words.size() - 1)));
    } else {
      print(output, OutputSink.Stream.STDOUT, String.join(" ", words));
    }
  }

  private static Path place(ExecRequest request, String path) {
    for (ExecMount mount : request.mounts()) {
      if (mount instanceof ExecMount.Bind b && path.startsWith(b.target() + "/")) {
        return Path.of(b.source() + path.substring(b.target().length()));
      }
    }
    String absolute = path.startsWith("/") ? path : request.workingDirectory() + "/" + path;
    return request.upper().resolve(Path.of("/").relativize(Path.of(absolute).normalize()));
  }

  private static void print(OutputSink output, OutputSink.Stream stream, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
    output.write(stream, bytes, 0, bytes.length);
  }
}
