package dev.jbuild.cli.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A part of a template that does something when it is applied.
sealed interface Node {
  /// Text as it stands.
  record Text(String text) implements Node {}

  /// `{{pipeline}}`, whose value is written.
  record Action(Pipeline pipeline) implements Node {}

  /// `{{if}}`; a chain of `else if` is nested in `otherwise`.
  record If(Pipeline condition, Block then, Block otherwise) implements Node {}

  /// `{{with}}`.
  record With(Pipeline value, Block then, Block otherwise) implements Node {}

  /// `{{range}}`.
  record Range(Pipeline values, Block body, Block otherwise) implements Node {}

  /// `{{break}}`.
  record Break() implements Node {}

  /// `{{continue}}`.
  record Continue() implements Node {}

  /// Nodes one after the other.
  record Block(List<Node> nodes) {
    static final Block EMPTY = new Block(List.of());

    public Block {
      nodes = List.copyOf(nodes);
    }
  }

  /// Commands, each of which gets the value of the one before as its last argument.
  ///
  /// @param variables what gets the value; two for a range
  /// @param declares whether the variables are new ones
  record Pipeline(List<String> variables, boolean declares, List<Command> commands, int offset) {
    public Pipeline {
      variables = List.copyOf(variables);
      commands = List.copyOf(commands);
    }
  }

  /// A function or a member with arguments, or a value alone.
  record Command(List<Operand> operands) {
    public Command {
      operands = List.copyOf(operands);
    }
  }

  /// Something that has a value.
  sealed interface Operand {
    int offset();

    /// A constant.
    record Literal(@Nullable Object value, int offset) implements Operand {}

    /// `.`, `$`, `$name`, a parenthesis or a function's name, and the fields that follow it.
    record Chain(Start start, List<Token> fields, int offset) implements Operand {
      public Chain {
        fields = List.copyOf(fields);
      }
    }
  }

  /// Where a chain of fields begins.
  sealed interface Start {
    record Dot() implements Start {}

    record Variable(String name) implements Start {}

    record Function(String name) implements Start {}

    record Parenthesis(Pipeline pipeline) implements Start {}
  }
}
