package dev.jbuild.cli.syntax;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A parsed command line: the values of options, and the operands in order.
public final class Arguments {
  private final Map<Option<?>, Object> values;
  private final List<String> operands;

  Arguments(Map<Option<?>, Object> values, List<String> operands) {
    this.values = new HashMap<>(values);
    this.operands = List.copyOf(operands);
  }

  /// The value of an option, or what stands for it when it was not given.
  @SuppressWarnings("unchecked") // the parser stores what the option's own reader gave
  public <T> T get(Option<T> option) {
    Object value = values.get(option);
    return value == null ? option.read(List.of()) : (T) value;
  }

  /// Whether an option was given at all.
  public boolean has(Option<?> option) {
    return values.containsKey(option);
  }

  /// Whether help was asked for.
  public boolean wantsHelp() {
    return get(GlobalOptions.HELP) || get(GlobalOptions.LONG_HELP);
  }

  /// All operands.
  public List<String> operands() {
    return operands;
  }

  /// The operand at an index that the syntax guarantees.
  public String operand(int index) {
    return operands.get(index);
  }

  /// The operand at an index, if there are so many.
  public Optional<String> optionalOperand(int index) {
    return index < operands.size() ? Optional.of(operands.get(index)) : Optional.empty();
  }

  /// The operands from an index on.
  public List<String> operandsFrom(int index) {
    return operands.subList(Math.min(index, operands.size()), operands.size());
  }
}
