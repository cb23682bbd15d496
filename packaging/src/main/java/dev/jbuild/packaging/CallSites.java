package dev.jbuild.packaging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/// Replaces dynamic call sites that the AOT cache does not keep linked by calls of methods that do
/// the same: pattern switches and the `equals` and `hashCode` of records.
///
/// The JVM links lambdas and string concatenations when the cache is made, but spins a class for
/// each of these call sites at every start, which takes one to three milliseconds for the first and
/// about half of one for each other. What the methods do is defined by
/// [java.lang.runtime.SwitchBootstraps] and [java.lang.runtime.ObjectMethods].
final class CallSites {
  private static final String SWITCHES = "java/lang/runtime/SwitchBootstraps";
  private static final String RECORDS = "java/lang/runtime/ObjectMethods";

  private CallSites() {}

  /// The class with its call sites replaced, or itself when it has none of these.
  static byte[] replace(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    Replacer found = new Replacer(new ClassVisitor(Opcodes.ASM9) {});
    reader.accept(found, ClassReader.SKIP_DEBUG);
    if (found.methods.isEmpty()) {
      return bytes;
    }
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Replacer(writer), 0);
    return writer.toByteArray();
  }

  /// A method to be written at the end of the class.
  private interface Body {
    void write(MethodVisitor code);
  }

  private record Addition(String name, String descriptor, Body body) {}

  private static final class Replacer extends ClassVisitor {
    private final List<Addition> methods = new ArrayList<>();
    private String owner = "";
    private boolean isInterface;

    Replacer(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String superName,
        String[] interfaces) {
      owner = name;
      isInterface = (access & Opcodes.ACC_INTERFACE) != 0;
      super.visit(version, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitInvokeDynamicInsn(
            String site, String type, Handle bootstrap, Object... arguments) {
          Body body = body(site, bootstrap, arguments);
          if (body == null) {
            super.visitInvokeDynamicInsn(site, type, bootstrap, arguments);
            return;
          }
          Addition method = new Addition("linked$" + site + "$" + methods.size(), type, body);
          methods.add(method);
          super.visitMethodInsn(Opcodes.INVOKESTATIC, owner, method.name, type, isInterface);
        }
      };
    }

    private @Nullable Body body(String site, Handle bootstrap, Object[] arguments) {
      if (bootstrap.getOwner().equals(SWITCHES) && bootstrap.getName().equals("typeSwitch")) {
        boolean classesOnly =
            Arrays.stream(arguments)
                .allMatch(a -> a instanceof Type t && t.getSort() >= Type.ARRAY);
        return classesOnly ? code -> RuntimeMethods.typeSwitch(code, List.of(arguments)) : null;
      }
      if (bootstrap.getOwner().equals(RECORDS)) {
        List<Handle> fields =
            Arrays.stream(arguments).skip(2).map(argument -> (Handle) argument).toList();
        return switch (site) {
          case "equals" -> code -> RuntimeMethods.equals(code, owner, fields);
          case "hashCode" -> code -> RuntimeMethods.hashCode(code, fields);
          default -> null;
        };
      }
      return null;
    }

    @Override
    public void visitEnd() {
      for (Addition method : methods) {
        MethodVisitor code =
            super.visitMethod(
                Opcodes.ACC_PRIVATE | Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC,
                method.name,
                method.descriptor,
                null,
                null);
        if (code != null) {
          code.visitCode();
          method.body.write(code);
          code.visitEnd();
        }
      }
      super.visitEnd();
    }
  }
}
