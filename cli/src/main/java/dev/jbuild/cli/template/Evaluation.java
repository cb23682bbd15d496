package dev.jbuild.cli.template;

import dev.jbuild.cli.template.Node.Operand;
import dev.jbuild.cli.template.Node.Start;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One application of a template to data.
final class Evaluation {
  private static final int MAX_OUTPUT = 16 << 20;
  private static final int MAX_STEPS = 1_000_000;

  /// How a block ended.
  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  /// A variable; scopes are cut off by their number.
  private static final class Variable {
    final String name;
    @Nullable Object value;

    Variable(String name, @Nullable Object value) {
      this.name = name;
      this.value = value;
    }
  }

  private final String text;
  private final Map<String, Functions.Function> functions;
  private final StringBuilder out = new StringBuilder();
  private final Deque<Variable> variables = new ArrayDeque<>();
  private final @Nullable Object data;
  private int steps;

  Evaluation(String text, @Nullable Object data, Map<String, Functions.Function> functions) {
    this.text = text;
    this.functions = functions;
    this.data = data;
    variables.push(new Variable("$", data));
  }

  String run(Node.Block body) throws TemplateException {
    block(body, data);
    return out.toString();
  }

  private TemplateException wrong(int offset, String problem) {
    return new TemplateException(text, offset, problem);
  }

  private Flow block(Node.Block block, @Nullable Object dot) throws TemplateException {
    int scope = variables.size();
    try {
      for (Node node : block.nodes()) {
        Flow flow = node(node, dot);
        if (flow != Flow.ON) {
          return flow;
        }
      }
      return Flow.ON;
    } finally {
      cut(scope);
    }
  }

  private void cut(int scope) {
    while (variables.size() > scope) {
      variables.pop();
    }
  }

  private Flow node(Node node, @Nullable Object dot) throws TemplateException {
    return switch (node) {
      case Node.Text t -> {
        write(0, t.text());
        yield Flow.ON;
      }
      case Node.Action a -> {
        Object value = pipeline(a.pipeline(), dot);
        if (a.pipeline().variables().isEmpty()) {
          write(a.pipeline().offset(), value == null ? "<no value>" : Values.text(value));
        }
        yield Flow.ON;
      }
      case Node.If i -> {
        int scope = variables.size();
        boolean holds = Values.isTrue(pipeline(i.condition(), dot));
        Flow flow = block(holds ? i.then() : i.otherwise(), dot);
        cut(scope);
        yield flow;
      }
      case Node.With w -> {
        int scope = variables.size();
        Object value = pipeline(w.value(), dot);
        Flow flow = Values.isTrue(value) ? block(w.then(), value) : block(w.otherwise(), dot);
        cut(scope);
        yield flow;
      }
      case Node.Range r -> range(r, dot);
      case Node.Break _ -> Flow.BREAK;
      case Node.Continue _ -> Flow.CONTINUE;
    };
  }

  private Flow range(Node.Range range, @Nullable Object dot) throws TemplateException {
    int scope = variables.size();
    Node.Pipeline values = range.values();
    List<Values.Pair> pairs;
    try {
      pairs = Values.pairs(value(values, dot));
    } catch (ValueException fault) {
      throw wrong(values.offset(), fault.problem());
    }
    if (pairs.isEmpty()) {
      Flow flow = block(range.otherwise(), dot);
      cut(scope);
      return flow;
    }
    for (Values.Pair pair : pairs) {
      step(values.offset());
      List<String> names = values.variables();
      if (names.size() == 1) {
        set(values, names.getFirst(), pair.value());
      } else if (names.size() == 2) {
        set(values, names.get(0), pair.key());
        set(values, names.get(1), pair.value());
      }
      Flow flow = block(range.body(), pair.value());
      cut(scope);
      if (flow == Flow.BREAK) {
        break;
      }
    }
    return Flow.ON;
  }

  private void step(int offset) throws TemplateException {
    if (++steps > MAX_STEPS) {
      throw wrong(offset, "it does not come to an end");
    }
  }

  private void write(int offset, String string) throws TemplateException {
    if (out.length() + string.length() > MAX_OUTPUT) {
      throw wrong(offset, "the result is larger than " + MAX_OUTPUT + " characters");
    }
    out.append(string);
  }

  /// The value of a pipeline, which its variable gets.
  private @Nullable Object pipeline(Node.Pipeline pipeline, @Nullable Object dot)
      throws TemplateException {
    Object value = value(pipeline, dot);
    if (!pipeline.variables().isEmpty()) {
      set(pipeline, pipeline.variables().getFirst(), value);
    }
    return value;
  }

  private void set(Node.Pipeline pipeline, String name, @Nullable Object value)
      throws TemplateException {
    if (pipeline.declares()) {
      variables.push(new Variable(name, value));
    } else {
      variable(name, pipeline.offset()).value = value;
    }
  }

  private Variable variable(String name, int offset) throws TemplateException {
    for (Variable variable : variables) {
      if (variable.name.equals(name)) {
        return variable;
      }
    }
    throw wrong(offset, "variable '" + name + "' is not set");
  }

  private @Nullable Object value(Node.Pipeline pipeline, @Nullable Object dot)
      throws TemplateException {
    Object value = null;
    boolean first = true;
    for (Node.Command command : pipeline.commands()) {
      value = command(command, dot, value, !first);
      first = false;
    }
    return value;
  }

  private @Nullable Object command(
      Node.Command command, @Nullable Object dot, @Nullable Object piped, boolean hasPiped)
      throws TemplateException {
    Operand head = command.operands().getFirst();
    step(head.offset());
    List<Operand> rest = command.operands().subList(1, command.operands().size());
    if (head instanceof Operand.Chain chain) {
      if (chain.start() instanceof Start.Function function && chain.fields().isEmpty()) {
        return call(function.name(), chain.offset(), rest, dot, piped, hasPiped);
      }
      Object value = chain(chain, dot);
      if (value instanceof TemplateFunction function) {
        List<@Nullable Object> arguments = arguments(rest, dot, piped, hasPiped);
        try {
          return function.call(arguments);
        } catch (IllegalArgumentException e) {
          throw wrong(head.offset(), String.valueOf(e.getMessage()));
        }
      }
      if (rest.isEmpty() && !hasPiped) {
        return value;
      }
    } else if (!hasPiped && head instanceof Operand.Literal literal) {
      return literal.value();
    }
    throw wrong(head.offset(), "this is a value, not a function: it takes no arguments");
  }

  private List<@Nullable Object> arguments(
      List<Operand> operands, @Nullable Object dot, @Nullable Object piped, boolean hasPiped)
      throws TemplateException {
    List<@Nullable Object> arguments = new ArrayList<>();
    for (Operand operand : operands) {
      arguments.add(operand(operand, dot));
    }
    if (hasPiped) {
      arguments.add(piped);
    }
    return arguments;
  }

  private @Nullable Object call(
      String name,
      int offset,
      List<Operand> operands,
      @Nullable Object dot,
      @Nullable Object piped,
      boolean hasPiped)
      throws TemplateException {
    if (name.equals("and") || name.equals("or")) {
      return shortCircuit(name.equals("or"), offset, operands, dot, piped, hasPiped);
    }
    List<@Nullable Object> arguments = arguments(operands, dot, piped, hasPiped);
    Functions.Function function = functions.get(name);
    if (function == null) {
      throw wrong(offset, "function '" + name + "' is not known");
    }
    if (arguments.size() < function.least() || arguments.size() > function.most()) {
      throw wrong(
          offset,
          "function '%s' has %d arguments, expected %s"
              .formatted(name, arguments.size(), function.expected()));
    }
    try {
      return function.body().apply(arguments);
    } catch (ValueException fault) {
      throw wrong(offset, name + ": " + fault.problem());
    }
  }

  /// `and` and `or`, which evaluate no argument behind the one that decides.
  private @Nullable Object shortCircuit(
      boolean or,
      int offset,
      List<Operand> operands,
      @Nullable Object dot,
      @Nullable Object piped,
      boolean hasPiped)
      throws TemplateException {
    if (operands.isEmpty() && !hasPiped) {
      throw wrong(offset, "'and' and 'or' need an argument");
    }
    Object value = null;
    for (Operand operand : operands) {
      value = operand(operand, dot);
      if (Values.isTrue(value) == or) {
        return value;
      }
    }
    return hasPiped ? piped : value;
  }

  private @Nullable Object operand(Operand operand, @Nullable Object dot) throws TemplateException {
    return switch (operand) {
      case Operand.Literal literal -> literal.value();
      case Operand.Chain chain -> {
        Object value = chain(chain, dot);
        yield value instanceof TemplateFunction function ? function.call(List.of()) : value;
      }
    };
  }

  private @Nullable Object chain(Operand.Chain chain, @Nullable Object dot)
      throws TemplateException {
    Object value =
        switch (chain.start()) {
          case Start.Dot _ -> dot;
          case Start.Variable v -> variable(v.name(), chain.offset()).value;
          case Start.Parenthesis p -> pipeline(p.pipeline(), dot);
          case Start.Function f -> call(f.name(), chain.offset(), List.of(), dot, null, false);
        };
    for (Token field : chain.fields()) {
      step(field.offset());
      try {
        value = Members.find(value, field.text());
      } catch (ValueException fault) {
        throw wrong(field.offset(), fault.problem());
      }
    }
    return value;
  }
}
