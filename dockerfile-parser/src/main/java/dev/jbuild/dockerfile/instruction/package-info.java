/// Second level of reading: typed instructions, one record for each of the language, with its flags
/// and operands checked but no variable expanded. Where an instruction is defined and read, look
/// for the file with its name; the table of all is in
/// [dev.jbuild.dockerfile.instruction.Instructions].
@NullMarked
package dev.jbuild.dockerfile.instruction;

import org.jspecify.annotations.NullMarked;
