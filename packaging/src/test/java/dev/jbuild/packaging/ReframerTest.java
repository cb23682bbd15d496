package dev.jbuild.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

final class ReframerTest {
  private static final int JAVA_5 = 49;
  private static final int JAVA_17 = 61;

  @Test
  void anOldClassWithABranchRunsAsAJava17Class() throws ReflectiveOperationException {
    byte[] old = maximum(JAVA_5);
    ClassHierarchy hierarchy = new ClassHierarchy();
    hierarchy.add(new ClassReader(old));

    byte[] modern = new Reframer(hierarchy).reframe(old);

    assertEquals(JAVA_17, Reframer.majorVersion(modern));
    Class<?> loaded = new Loader().define(modern);
    assertEquals(7, loaded.getMethod("max", int.class, int.class).invoke(null, 3, 7));
    assertEquals(9, loaded.getMethod("max", int.class, int.class).invoke(null, 9, 7));
  }

  @Test
  void aClassWithFramesIsLeftAsItIs() {
    byte[] present = maximum(Opcodes.V17);

    assertSame(present, new Reframer(new ClassHierarchy()).reframe(present));
  }

  @Test
  void theCommonSuperclassIsFoundInTheJarAndInThePlatform() {
    ClassHierarchy hierarchy = new ClassHierarchy();
    hierarchy.add(new ClassReader(empty("a/Base", "java/util/ArrayList")));
    hierarchy.add(new ClassReader(empty("a/Left", "a/Base")));
    hierarchy.add(new ClassReader(empty("a/Right", "a/Base")));

    assertEquals("a/Base", hierarchy.commonSuperclass("a/Left", "a/Right"));
    assertEquals(
        "java/util/AbstractList", hierarchy.commonSuperclass("a/Left", "java/util/Vector"));
    assertEquals("java/lang/Object", hierarchy.commonSuperclass("a/Left", "not/Known"));
    assertEquals("java/lang/Object", hierarchy.commonSuperclass("java/util/List", "java/util/Set"));
  }

  private static byte[] empty(String name, String superName) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(Opcodes.V17, Opcodes.ACC_PUBLIC, name, null, superName, null);
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static byte[] maximum(int version) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(version, Opcodes.ACC_PUBLIC, "Maximum", null, "java/lang/Object", null);
    MethodVisitor method =
        writer.visitMethod(Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC, "max", "(II)I", null, null);
    Label second = new Label();
    method.visitCode();
    method.visitVarInsn(Opcodes.ILOAD, 0);
    method.visitVarInsn(Opcodes.ILOAD, 1);
    method.visitJumpInsn(Opcodes.IF_ICMPLT, second);
    method.visitVarInsn(Opcodes.ILOAD, 0);
    method.visitInsn(Opcodes.IRETURN);
    method.visitLabel(second);
    method.visitVarInsn(Opcodes.ILOAD, 1);
    method.visitInsn(Opcodes.IRETURN);
    method.visitMaxs(2, 2);
    method.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static final class Loader extends ClassLoader {
    Class<?> define(byte[] bytes) {
      return defineClass(null, bytes, 0, bytes.length);
    }
  }
}
