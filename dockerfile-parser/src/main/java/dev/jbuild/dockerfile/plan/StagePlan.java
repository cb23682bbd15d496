package dev.jbuild.dockerfile.plan;

import dev.jbuild.dockerfile.diagnostic.SourceRange;
import java.util.List;

/// What one reached stage does.
///
/// @param index of the stage in the file, from 0
/// @param name as written after AS, in lower case, or empty
/// @param platform the platform of its base, such as `linux/amd64`
/// @param range the FROM instruction
/// @param fromLabel the line that progress shows for the base, such as `[build 1/4] FROM debian`
/// @param operations of this stage alone, triggers of the base first
/// @param config final, with everything inherited
/// @param history all steps since the base image or scratch, those of parent stages included, those
///   of the base image not; its entries that are not empty correspond to the operations of the
///   chain of stages, in order
public record StagePlan(
    int index,
    String name,
    String platform,
    SourceRange range,
    String fromLabel,
    Base base,
    List<Operation> operations,
    ConfigState config,
    List<HistoryStep> history) {

  public StagePlan {
    operations = List.copyOf(operations);
    history = history instanceof HistoryChain ? history : List.copyOf(history);
  }
}
