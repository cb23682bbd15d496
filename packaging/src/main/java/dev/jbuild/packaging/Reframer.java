package dev.jbuild.packaging;

import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.commons.JSRInlinerAdapter;

/// Rewrites classes of Java 5 and older with stack map frames, as Java 17 classes.
///
/// The JVM keeps classes without frames (class version below 50) out of its AOT cache, so that they
/// are read from the jar and verified at every start. picocli is published in that form.
final class Reframer {
  private static final int FIRST_VERSION_WITH_FRAMES = 50;

  private final ClassHierarchy hierarchy;

  Reframer(ClassHierarchy hierarchy) {
    this.hierarchy = hierarchy;
  }

  /// The class itself when it has frames already, its modern form otherwise.
  byte[] reframe(byte[] bytes) {
    ClassReader reader = new ClassReader(bytes);
    if (majorVersion(bytes) >= FIRST_VERSION_WITH_FRAMES) {
      return bytes;
    }
    ClassWriter writer =
        new ClassWriter(reader, ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String first, String second) {
            return hierarchy.commonSuperclass(first, second);
          }
        };
    reader.accept(new Modernizer(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  static int majorVersion(byte[] bytes) {
    return (bytes[6] & 0xff) << 8 | (bytes[7] & 0xff);
  }

  private static final class Modernizer extends ClassVisitor {
    Modernizer(ClassVisitor next) {
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
      super.visit(Opcodes.V17, access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new JSRInlinerAdapter(next, access, name, descriptor, signature, exceptions);
    }
  }
}
