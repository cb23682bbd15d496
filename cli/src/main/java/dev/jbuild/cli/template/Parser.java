package dev.jbuild.cli.template;

import dev.jbuild.cli.template.Node.Operand;
import dev.jbuild.cli.template.Node.Start;
import dev.jbuild.cli.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Makes a tree of tokens.
final class Parser {
  private static final int MAX_DEPTH = 100;
  private static final Set<String> ENDS = Set.of("end", "else");

  private final String text;
  private final List<Token> tokens;
  private int at;
  private int depth;
  private int loops;

  Parser(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  Node.Block parse() throws TemplateException {
    Node.Block body = block();
    if (!peek().is(Kind.END)) {
      throw wrong(
          tokens.get(at + 1), "there is nothing that this " + tokens.get(at + 1).shown() + " ends");
    }
    return body;
  }

  private Token peek() {
    return tokens.get(at);
  }

  private Token next() {
    return tokens.get(at++);
  }

  private TemplateException wrong(Token token, String problem) {
    return new TemplateException(text, token.offset(), problem);
  }

  private TemplateException unexpected(Token token, String expected) {
    return wrong(token, "unexpected " + token.shown() + ", expected " + expected);
  }

  private void enter(Token token) throws TemplateException {
    if (++depth > MAX_DEPTH) {
      throw wrong(token, "it is nested deeper than " + MAX_DEPTH);
    }
  }

  /// Nodes up to `{{end}}`, `{{else}}` or the end, which stay.
  private Node.Block block() throws TemplateException {
    enter(peek());
    List<Node> nodes = new ArrayList<>();
    while (!peek().is(Kind.END)) {
      if (peek().is(Kind.TEXT)) {
        nodes.add(new Node.Text(next().text()));
        continue;
      }
      Token word = tokens.get(at + 1);
      if (word.is(Kind.WORD) && ENDS.contains(word.text())) {
        break;
      }
      next();
      nodes.add(action());
    }
    depth--;
    return new Node.Block(nodes);
  }

  private Node action() throws TemplateException {
    Token word = peek();
    if (word.is(Kind.WORD)) {
      switch (word.text()) {
        case "if" -> {
          next();
          Node.Pipeline condition = pipeline(Kind.CLOSE, 1);
          Node.Block then = block();
          return new Node.If(condition, then, otherwise(word));
        }
        case "with" -> {
          next();
          Node.Pipeline value = pipeline(Kind.CLOSE, 1);
          Node.Block then = block();
          return new Node.With(value, then, otherwise(word));
        }
        case "range" -> {
          next();
          Node.Pipeline values = pipeline(Kind.CLOSE, 2);
          loops++;
          Node.Block body = block();
          loops--;
          return new Node.Range(values, body, otherwise(word));
        }
        case "break", "continue" -> {
          next();
          if (loops == 0) {
            throw wrong(word, "{{" + word.text() + "}} stands outside of {{range}}");
          }
          close();
          return word.text().equals("break") ? new Node.Break() : new Node.Continue();
        }
        case "define", "template", "block" ->
            throw wrong(word, "{{" + word.text() + "}} is not supported: write it out in place");
        default -> {}
      }
    }
    return new Node.Action(pipeline(Kind.CLOSE, 1));
  }

  private void close() throws TemplateException {
    Token token = next();
    if (!token.is(Kind.CLOSE)) {
      throw unexpected(token, "'}}'");
    }
  }

  /// What follows after the first part of an `if`, `with` or `range`, to its `{{end}}`.
  private Node.Block otherwise(Token opening) throws TemplateException {
    if (peek().is(Kind.END)) {
      throw wrong(opening, "{{" + opening.text() + "}} has no {{end}}");
    }
    next();
    if (next().isWord("end")) {
      close();
      return Node.Block.EMPTY;
    }
    Token word = peek();
    if (word.isWord("if") || word.isWord("with")) {
      enter(word);
      Node.Block nested = new Node.Block(List.of(action()));
      depth--;
      return nested;
    }
    close();
    Node.Block block = block();
    if (peek().is(Kind.END)) {
      throw wrong(opening, "{{" + opening.text() + "}} has no {{end}}");
    }
    next();
    Token end = next();
    if (!end.isWord("end")) {
      throw unexpected(end, "'end', as there is an {{else}} already");
    }
    close();
    return block;
  }

  /// A pipeline and the token that ends it.
  ///
  /// @param most how many variables it may set
  private Node.Pipeline pipeline(Kind end, int most) throws TemplateException {
    Token first = peek();
    enter(first);
    List<String> variables = new ArrayList<>();
    boolean declares = variables(variables, most);
    List<Node.Command> commands = new ArrayList<>();
    while (true) {
      commands.add(command());
      Token token = next();
      if (token.is(end)) {
        depth--;
        return new Node.Pipeline(variables, declares, commands, first.offset());
      }
      if (!token.is(Kind.PIPE)) {
        throw unexpected(token, end == Kind.CLOSE ? "'}}'" : "')'");
      }
    }
  }

  private boolean variables(List<String> into, int most) throws TemplateException {
    int start = at;
    while (peek().is(Kind.VARIABLE)) {
      into.add(next().text());
      if (peek().is(Kind.DECLARE) || peek().is(Kind.ASSIGN)) {
        boolean declares = next().is(Kind.DECLARE);
        if (into.size() > most) {
          throw wrong(tokens.get(start), "too many variables are set at once");
        }
        return declares;
      }
      if (!peek().is(Kind.COMMA)) {
        break;
      }
      next();
    }
    at = start;
    into.clear();
    return false;
  }

  private Node.Command command() throws TemplateException {
    List<Operand> operands = new ArrayList<>();
    while (!endsCommand(peek())) {
      if (!operands.isEmpty() && !peek().spaced() && !peek().is(Kind.LEFT)) {
        throw unexpected(peek(), "a blank");
      }
      operands.add(operand());
    }
    if (operands.isEmpty()) {
      throw unexpected(peek(), "a value or a function");
    }
    for (Operand operand : operands.subList(1, operands.size())) {
      if (operands.getFirst() instanceof Operand.Literal) {
        throw new TemplateException(
            text, operand.offset(), "a constant takes no arguments; is a '|' missing?");
      }
    }
    return new Node.Command(operands);
  }

  private static boolean endsCommand(Token token) {
    return switch (token.kind()) {
      case CLOSE, RIGHT, PIPE, END -> true;
      default -> false;
    };
  }

  private Operand operand() throws TemplateException {
    Token token = next();
    return switch (token.kind()) {
      case STRING -> new Operand.Literal(token.text(), token.offset());
      case NUMBER -> new Operand.Literal(number(token), token.offset());
      case DOT -> chain(new Start.Dot(), token, false);
      case FIELD -> chain(new Start.Dot(), token, true);
      case VARIABLE -> chain(new Start.Variable(token.text()), token, false);
      case LEFT -> chain(new Start.Parenthesis(pipeline(Kind.RIGHT, 1)), token, false);
      case WORD -> word(token);
      default -> throw unexpected(token, "a value or a function");
    };
  }

  private Operand word(Token token) throws TemplateException {
    return switch (token.text()) {
      case "true" -> new Operand.Literal(true, token.offset());
      case "false" -> new Operand.Literal(false, token.offset());
      case "nil" -> new Operand.Literal(null, token.offset());
      default -> {
        if (!Functions.ALL.containsKey(token.text())) {
          throw wrong(
              token,
              "function '"
                  + token.text()
                  + "' is not known; members begin with a dot, ."
                  + token.text());
        }
        yield chain(new Start.Function(token.text()), token, false);
      }
    };
  }

  private Operand chain(Start start, Token first, boolean withFirst) {
    List<Token> fields = new ArrayList<>();
    if (withFirst) {
      fields.add(first);
    }
    while (peek().is(Kind.FIELD) && !peek().spaced()) {
      fields.add(next());
    }
    return new Operand.Chain(start, fields, first.offset());
  }

  private Object number(Token token) throws TemplateException {
    String digits = token.text().replace("_", "");
    try {
      boolean hex = digits.startsWith("0x") || digits.startsWith("0X");
      if (hex) {
        return Long.parseLong(digits.substring(2), 16);
      }
      boolean real = digits.contains(".") || digits.contains("e") || digits.contains("E");
      if (real) {
        return Double.parseDouble(digits);
      }
      return Long.parseLong(digits);
    } catch (NumberFormatException _) {
      throw wrong(token, "'" + token.text() + "' is not a number");
    }
  }
}
