package dev.jbuild.dockerfile.instruction;

import java.util.ArrayList;
import java.util.List;

/// Reads the pairs of ENV and LABEL.
final class KeyValues {

  private KeyValues() {}

  static List<KeyValue> read(InstructionReader in) throws InvalidInstructionException {
    in.atLeastOneArgument();
    List<String> words = in.arguments();
    List<KeyValue> pairs = new ArrayList<>(words.size() / 3);
    for (int i = 0; i < words.size(); i += 3) {
      if (words.get(i).isEmpty()) {
        throw InstructionReader.invalid(
            in.keyword() + " has a name that is empty", "=" + words.get(i + 1));
      }
      pairs.add(new KeyValue(words.get(i), words.get(i + 1), words.get(i + 2).isEmpty()));
    }
    return pairs;
  }
}
