package dev.jbuild.dockerfile.instruction;

import dev.jbuild.dockerfile.ast.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `ARG`: declares build arguments, with or without a default.
public record ArgInstruction(Node node, List<ArgDeclaration> declarations) implements Instruction {

  public ArgInstruction {
    declarations = List.copyOf(declarations);
  }

  static ArgInstruction read(InstructionReader in) throws InvalidInstructionException {
    in.atLeastOneArgument();
    List<ArgDeclaration> declarations = new ArrayList<>(in.arguments().size());
    Map<String, String> descriptions = in.descriptions();
    for (String word : in.arguments()) {
      int equals = word.indexOf('=');
      if (equals == 0) {
        throw InstructionReader.invalid("ARG has a name that is empty", word);
      }
      String name = equals < 0 ? word : word.substring(0, equals);
      String value = equals < 0 ? null : word.substring(equals + 1);
      declarations.add(new ArgDeclaration(name, value, descriptions.getOrDefault(name, "")));
    }
    return new ArgInstruction(in.node(), declarations);
  }
}
