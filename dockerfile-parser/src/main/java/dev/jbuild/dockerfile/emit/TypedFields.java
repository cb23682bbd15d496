package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.instruction.AddInstruction;
import dev.jbuild.dockerfile.instruction.ArgDeclaration;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.CmdInstruction;
import dev.jbuild.dockerfile.instruction.CommandLine;
import dev.jbuild.dockerfile.instruction.CopyInstruction;
import dev.jbuild.dockerfile.instruction.EntrypointInstruction;
import dev.jbuild.dockerfile.instruction.EnvInstruction;
import dev.jbuild.dockerfile.instruction.ExposeInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.instruction.HealthcheckInstruction;
import dev.jbuild.dockerfile.instruction.InlineFile;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.KeyValue;
import dev.jbuild.dockerfile.instruction.LabelInstruction;
import dev.jbuild.dockerfile.instruction.MaintainerInstruction;
import dev.jbuild.dockerfile.instruction.OnbuildInstruction;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import dev.jbuild.dockerfile.instruction.ShellFile;
import dev.jbuild.dockerfile.instruction.ShellInstruction;
import dev.jbuild.dockerfile.instruction.StopSignalInstruction;
import dev.jbuild.dockerfile.instruction.Transfer;
import dev.jbuild.dockerfile.instruction.UnsetInstruction;
import dev.jbuild.dockerfile.instruction.UserInstruction;
import dev.jbuild.dockerfile.instruction.VolumeInstruction;
import dev.jbuild.dockerfile.instruction.WorkdirInstruction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The fields of each instruction under the names of the schema.
final class TypedFields {

  private TypedFields() {}

  static JsonObject of(Instruction instruction) {
    JsonObject out = new JsonObject();
    return switch (instruction) {
      case AddInstruction i ->
          transfer(out, i.transfer(), i.excludes())
              .put("Chown", i.chown())
              .put("Chmod", i.chmod())
              .put("Link", i.link())
              .put("Checksum", i.checksum())
              .put("KeepGitDir", i.keepGitDirectory())
              .put("Unpack", i.unpack());
      case ArgInstruction i ->
          out.put("Args", i.declarations().stream().map(TypedFields::declaration).toList());
      case CmdInstruction i -> command(out, i.command(), false);
      case CopyInstruction i ->
          transfer(out, i.transfer(), i.excludes())
              .put("From", i.from())
              .put("Chown", i.chown())
              .put("Chmod", i.chmod())
              .put("Link", i.link())
              .put("Parents", i.parents());
      case EntrypointInstruction i -> command(out, i.command(), true);
      case EnvInstruction i -> out.put("Env", pairs(i.variables()));
      case ExposeInstruction i -> out.put("Ports", i.ports());
      case FromInstruction _ -> out;
      case HealthcheckInstruction i -> out.put("Health", health(i));
      case LabelInstruction i -> out.put("Labels", pairs(i.labels()));
      case MaintainerInstruction i -> out.put("Maintainer", i.author());
      case OnbuildInstruction i -> out.put("Expression", i.trigger());
      case RunInstruction i -> command(out, i.command(), false).put("FlagsUsed", i.flagNames());
      case ShellInstruction i -> out.put("Shell", i.words());
      case StopSignalInstruction i -> out.put("Signal", i.signal());
      case UnsetInstruction i -> out.put("What", i.kind().name()).put("Names", i.names());
      case UserInstruction i -> out.put("User", i.user());
      case VolumeInstruction i -> out.put("Volumes", i.paths());
      case WorkdirInstruction i -> out.put("Path", i.path());
    };
  }

  private static @Nullable List<?> orNull(List<?> list) {
    return list.isEmpty() ? null : list;
  }

  private static JsonObject transfer(JsonObject out, Transfer transfer, List<String> excludes) {
    return out.put("SourcePaths", orNull(transfer.sources()))
        .put("SourceContents", orNull(transfer.files().stream().map(TypedFields::inline).toList()))
        .put("DestPath", transfer.destination())
        .put("ExcludePatterns", orNull(excludes));
  }

  private static Map<String, @Nullable Object> inline(InlineFile file) {
    return new JsonObject()
        .put("Path", file.name())
        .put("Data", file.content())
        .put("Expand", file.expand())
        .map();
  }

  private static JsonObject command(JsonObject out, CommandLine command, boolean emptyIsNull) {
    List<String> words = command.words();
    return out.put("CmdLine", emptyIsNull ? orNull(words) : words)
        .put("PrependShell", command.shell())
        .put("Files", orNull(command.files().stream().map(TypedFields::shellFile).toList()));
  }

  private static Map<String, @Nullable Object> shellFile(ShellFile file) {
    return new JsonObject()
        .put("Name", file.name())
        .put("Data", file.content())
        .put("Chomp", file.chomp())
        .map();
  }

  private static List<Map<String, @Nullable Object>> pairs(List<KeyValue> pairs) {
    return pairs.stream()
        .map(p ->
            new JsonObject()
                .put("Key", p.name())
                .put("Value", p.value())
                .put("NoDelim", p.old())
                .map())
        .toList();
  }

  private static Map<String, @Nullable Object> declaration(ArgDeclaration declaration) {
    return new JsonObject()
        .put("Key", declaration.name())
        .put("Value", declaration.value())
        .put("DocComment", declaration.description())
        .map();
  }

  private static JsonObject health(HealthcheckInstruction check) {
    return new JsonObject()
        .put("Test", check.test())
        .putSet("Interval", check.intervalNanos())
        .putSet("Timeout", check.timeoutNanos())
        .putSet("StartPeriod", check.startPeriodNanos())
        .putSet("StartInterval", check.startIntervalNanos())
        .putSet("Retries", check.retries());
  }
}
