package dev.jbuild.dockerfile.emit;

import dev.jbuild.dockerfile.Dockerfile;
import dev.jbuild.dockerfile.Stage;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.RunInstruction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The second level: stages and typed instructions before expansion.
final class TypedFacet {

  private TypedFacet() {}

  static JsonObject of(SyntaxTree tree) {
    Dockerfile file;
    try {
      file = Dockerfile.from(tree);
    } catch (DockerfileException e) {
      Diagnostic first = e.diagnostics().getFirst();
      return new JsonObject()
          .put("ok", false)
          .put("error", first.message())
          .put("at", ErrorPlace.lines(first, tree.source()));
    }
    List<Map<String, @Nullable Object>> stages =
        file.stages().stream().map(TypedFacet::stage).toList();
    return new JsonObject()
        .put("ok", true)
        .put("stages", stages.isEmpty() ? null : stages)
        .putSet("meta_args", file.globalArgs().stream().map(TypedFacet::globalArg).toList());
  }

  private static Map<String, @Nullable Object> globalArg(ArgInstruction arg) {
    return command(arg).map();
  }

  private static Map<String, @Nullable Object> stage(Stage stage) {
    FromInstruction from = stage.from();
    List<Map<String, @Nullable Object>> commands =
        stage.instructions().stream().map(i -> command(i).map()).toList();
    return new JsonObject()
        .put("base", from.base())
        .put("name", from.name())
        .put("platform", from.platform())
        .putSet("doc", from.description())
        .put("commands", commands.isEmpty() ? null : commands)
        .map();
  }

  private static JsonObject command(Instruction instruction) {
    JsonObject out =
        new JsonObject()
            .put("name", instruction.node().keyword())
            .put("start", instruction.range().startLine())
            .put("end", instruction.range().endLine())
            .put("fields", TypedFields.of(instruction));
    if (instruction instanceof RunInstruction run) {
      out.put("network", run.network())
          .put("security", run.security())
          .putSet("mounts_unexpanded", run.mounts().size())
          .putSet(
              "devices",
              run.devices().stream()
                  .map(d ->
                      new JsonObject().put("Name", d.name()).put("Required", d.required()).map())
                  .toList());
    }
    return out;
  }
}
