package dev.jbuild.dockerfile;

import dev.jbuild.dockerfile.ast.Node;
import dev.jbuild.dockerfile.ast.SyntaxTree;
import dev.jbuild.dockerfile.diagnostic.Diagnostic;
import dev.jbuild.dockerfile.diagnostic.DockerfileException;
import dev.jbuild.dockerfile.diagnostic.SourceFile;
import dev.jbuild.dockerfile.instruction.ArgInstruction;
import dev.jbuild.dockerfile.instruction.FromInstruction;
import dev.jbuild.dockerfile.instruction.Instruction;
import dev.jbuild.dockerfile.instruction.Instructions;
import dev.jbuild.dockerfile.instruction.InvalidInstructionException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Groups instructions into stages; the state of [Dockerfile#from]. Goes on after errors.
final class StageReader {

  private static final int MAX_ERRORS = 20;
  private static final int MAX_STAGES = 100_000;

  private final SyntaxTree tree;
  private final SourceFile source;
  private final List<ArgInstruction> globalArgs = new ArrayList<>();
  private final List<Stage> stages = new ArrayList<>();
  private final List<Diagnostic> errors = new ArrayList<>();
  private List<Instruction> body = new ArrayList<>();
  private @Nullable FromInstruction from;

  StageReader(SyntaxTree tree) {
    this.tree = tree;
    this.source = tree.source();
  }

  Dockerfile read() throws DockerfileException {
    for (Node node : tree.nodes()) {
      accept(node);
      if (errors.size() >= MAX_ERRORS) {
        break;
      }
    }
    finishStage();
    if (!errors.isEmpty()) {
      throw new DockerfileException(errors);
    }
    return new Dockerfile(tree, globalArgs, stages);
  }

  private void accept(Node node) throws DockerfileException {
    Instruction instruction;
    try {
      instruction = Instructions.read(node, tree.extras());
    } catch (InvalidInstructionException e) {
      errors.add(source.error(node.range(), e.about(), e.text(), e.advice()));
      return;
    }
    if (instruction instanceof FromInstruction begin) {
      finishStage();
      from = begin;
    } else if (from != null) {
      body.add(instruction);
    } else if (instruction instanceof ArgInstruction arg) {
      globalArgs.add(arg);
    } else if (!hasFailedFrom()) {
      errors.add(
          source.error(
              node.range(),
              node.word(),
              node.keyword() + " comes before the first FROM",
              "only ARG may; begin the stage with FROM"));
    }
  }

  /// Whether an error may have swallowed the FROM of the stage, so that further errors mean
  /// nothing.
  private boolean hasFailedFrom() {
    return !errors.isEmpty();
  }

  private void finishStage() throws DockerfileException {
    FromInstruction begin = from;
    if (begin == null) {
      return;
    }
    if (stages.size() >= MAX_STAGES) {
      errors.add(
          source.error(
              begin.range(), "", "the file has more stages than the limit of " + MAX_STAGES, ""));
      throw new DockerfileException(errors);
    }
    stages.add(new Stage(stages.size(), begin, body));
    body = new ArrayList<>();
    from = null;
  }
}
