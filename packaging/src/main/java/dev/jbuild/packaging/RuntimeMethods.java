package dev.jbuild.packaging;

import java.util.List;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// The bytecode of what the JDK's bootstrap methods would make at run time.
final class RuntimeMethods {
  private static final int HASH_FACTOR = 31;
  private static final int STACK = 6;
  private static final int LOCALS = 2;

  private RuntimeMethods() {}

  /// `(value, first) -> index`: which of the classes, from the first one to be tried, the value is
  /// of; their number for none, -1 for null.
  static void typeSwitch(MethodVisitor code, List<Object> classes) {
    Label present = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitJumpInsn(Opcodes.IFNONNULL, present);
    returnNumber(code, -1);
    label(code, present);
    for (int i = 0; i < classes.size(); i++) {
      Label next = new Label();
      code.visitVarInsn(Opcodes.ILOAD, 1);
      code.visitLdcInsn(i);
      code.visitJumpInsn(Opcodes.IF_ICMPGT, next);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitTypeInsn(Opcodes.INSTANCEOF, ((Type) classes.get(i)).getInternalName());
      code.visitJumpInsn(Opcodes.IFEQ, next);
      returnNumber(code, i);
      label(code, next);
    }
    returnNumber(code, classes.size());
    code.visitMaxs(STACK, LOCALS);
  }

  /// `(record, other) -> boolean`.
  static void equals(MethodVisitor code, String owner, List<Handle> fields) {
    Label sameClass = new Label();
    Label different = new Label();
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitTypeInsn(Opcodes.INSTANCEOF, owner);
    code.visitJumpInsn(Opcodes.IFNE, sameClass);
    returnNumber(code, 0);
    label(code, sameClass);
    for (Handle field : fields) {
      get(code, field);
      code.visitVarInsn(Opcodes.ALOAD, 1);
      code.visitTypeInsn(Opcodes.CHECKCAST, owner);
      code.visitFieldInsn(Opcodes.GETFIELD, owner, field.getName(), field.getDesc());
      unlessEqual(code, Type.getType(field.getDesc()), different);
    }
    returnNumber(code, 1);
    if (!fields.isEmpty()) {
      label(code, different);
      returnNumber(code, 0);
    }
    code.visitMaxs(STACK, LOCALS);
  }

  private static void unlessEqual(MethodVisitor code, Type type, Label different) {
    switch (type.getSort()) {
      case Type.OBJECT, Type.ARRAY -> {
        call(code, "java/util/Objects", "equals", "(Ljava/lang/Object;Ljava/lang/Object;)Z");
        code.visitJumpInsn(Opcodes.IFEQ, different);
      }
      case Type.LONG -> {
        code.visitInsn(Opcodes.LCMP);
        code.visitJumpInsn(Opcodes.IFNE, different);
      }
      case Type.FLOAT, Type.DOUBLE -> {
        call(code, wrapper(type), "compare", "(" + type + type + ")I");
        code.visitJumpInsn(Opcodes.IFNE, different);
      }
      default -> code.visitJumpInsn(Opcodes.IF_ICMPNE, different);
    }
  }

  /// `(record) -> int`.
  static void hashCode(MethodVisitor code, List<Handle> fields) {
    code.visitInsn(Opcodes.ICONST_0);
    for (Handle field : fields) {
      code.visitLdcInsn(HASH_FACTOR);
      code.visitInsn(Opcodes.IMUL);
      get(code, field);
      Type type = Type.getType(field.getDesc());
      if (type.getSort() >= Type.ARRAY) {
        call(code, "java/util/Objects", "hashCode", "(Ljava/lang/Object;)I");
      } else {
        call(code, wrapper(type), "hashCode", "(" + type + ")I");
      }
      code.visitInsn(Opcodes.IADD);
    }
    code.visitInsn(Opcodes.IRETURN);
    code.visitMaxs(STACK, LOCALS);
  }

  private static void get(MethodVisitor code, Handle field) {
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitFieldInsn(Opcodes.GETFIELD, field.getOwner(), field.getName(), field.getDesc());
  }

  private static String wrapper(Type primitive) {
    return switch (primitive.getSort()) {
      case Type.BOOLEAN -> "java/lang/Boolean";
      case Type.CHAR -> "java/lang/Character";
      case Type.BYTE -> "java/lang/Byte";
      case Type.SHORT -> "java/lang/Short";
      case Type.INT -> "java/lang/Integer";
      case Type.LONG -> "java/lang/Long";
      case Type.FLOAT -> "java/lang/Float";
      case Type.DOUBLE -> "java/lang/Double";
      default -> throw new IllegalArgumentException(primitive + " has no wrapper");
    };
  }

  private static void call(MethodVisitor code, String owner, String name, String descriptor) {
    code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, name, descriptor, false);
  }

  /// At every label the stack is empty and the locals are the arguments.
  private static void label(MethodVisitor code, Label label) {
    code.visitLabel(label);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
  }

  private static void returnNumber(MethodVisitor code, int number) {
    code.visitLdcInsn(number);
    code.visitInsn(Opcodes.IRETURN);
  }
}
