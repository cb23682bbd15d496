package dev.jbuild.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/// Replaced call sites behave as the JDK's, and none of the kinds replaced is left.
final class CallSitesTest {
  @SuppressWarnings("ArrayRecordComponent") // an array is one of the things compared
  record Everything(
      boolean z,
      byte b,
      short s,
      char c,
      int i,
      long j,
      float f,
      double d,
      @Nullable String text,
      List<String> list,
      int @Nullable [] array) {}

  record Nothing() {}

  sealed interface Shape {
    record Square(int side) implements Shape {}

    record Circle(int radius) implements Shape {}

    record Point() implements Shape {}

    static String name(@Nullable Shape shape) {
      return switch (shape) {
        case null -> "none";
        case Square s when s.side() > 9 -> "large square";
        case Circle c when c.radius() > 9 -> "large circle";
        case Square s -> "square " + s.side();
        case Circle _ -> "circle";
        case Point _ -> "point";
      };
    }
  }

  /// What is run with the class as it is and with the class replaced.
  public static final class Subject implements Function<Object, Object> {
    private static final int[] ARRAY = {1};

    @Override
    public Object apply(Object ignored) {
      List<Object> results = new ArrayList<>();
      for (Shape shape :
          new Shape[] {
            new Shape.Square(10),
            new Shape.Circle(12),
            new Shape.Square(1),
            new Shape.Circle(1),
            new Shape.Point()
          }) {
        results.add(Shape.name(shape));
      }
      results.add(Shape.name(null));
      for (Object value : new Object[] {"text", 'c', 7, 8L, ARRAY, List.of(), 1.5}) {
        results.add(kind(value));
      }
      Everything first = everything(0, "a");
      for (int different = 0; different <= 11; different++) {
        Everything other = everything(different, different == 11 ? null : "a");
        results.add(first.equals(other));
        results.add(different == 10 ? "" : other.hashCode()); // an array's differs in each process
      }
      results.add(new Nothing().equals(new Nothing()));
      results.add(new Nothing().hashCode());
      for (Object other : new Object[] {"text", new Nothing(), first}) {
        results.add(first.equals(other));
      }
      results.add(first.toString().substring(0, 20));
      return results;
    }

    private static String kind(Object value) {
      return switch (value) {
        case String s when s.isEmpty() -> "empty";
        case CharSequence s -> "text " + s.length();
        case Character c -> "character " + c;
        case Integer i when i == 8 -> "eight";
        case Number n -> "number " + n;
        case int[] a -> "array " + a.length;
        default -> "other";
      };
    }

    private static Everything everything(int different, @Nullable String text) {
      return new Everything(
          different == 1,
          (byte) (different == 2 ? -1 : 2),
          (short) (different == 3 ? -1 : 3),
          different == 4 ? 'x' : 'y',
          different == 5 ? -5 : 5,
          different == 6 ? 1L << 40 : 6,
          different == 7 ? -0f : 0f,
          different == 8 ? Double.NaN : 8.5,
          text,
          different == 9 ? List.of("z") : List.of(),
          different == 10 ? ARRAY : null);
    }
  }

  /// Defines the classes of this test anew, in the form that they are given.
  private static final class Loader extends ClassLoader {
    private final Function<byte[], byte[]> form;

    Loader(Function<byte[], byte[]> form) {
      super(CallSitesTest.class.getClassLoader());
      this.form = form;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(CallSitesTest.class.getName())) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      byte[] bytes = form.apply(bytes(name));
      return defineClass(name, bytes, 0, bytes.length);
    }
  }

  private static byte[] bytes(String className) {
    try (InputStream in =
        CallSitesTest.class.getResourceAsStream("/" + className.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new IllegalStateException("no class file of " + className);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object run(Function<byte[], byte[]> form) throws ReflectiveOperationException {
    Class<?> subject = new Loader(form).loadClass(Subject.class.getName());
    @SuppressWarnings("unchecked")
    Function<Object, Object> made =
        (Function<Object, Object>) subject.getDeclaredConstructor().newInstance();
    return made.apply("");
  }

  private static List<String> dynamic(byte[] bytes) {
    List<String> sites = new ArrayList<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access, String name, String type, String signature, String[] exceptions) {
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String site, String siteType, Handle bootstrap, Object... arguments) {
                    sites.add(bootstrap.getOwner() + " " + site);
                  }
                };
              }
            },
            0);
    return sites;
  }

  @Test
  void replacedCallSitesDoWhatTheOnesOfTheJdkDo() throws ReflectiveOperationException {
    assertEquals(run(bytes -> bytes), run(CallSites::replace));
  }

  @Test
  void noPatternSwitchAndNoEqualsOfARecordIsLeft() {
    for (Class<?> type : List.of(Everything.class, Nothing.class, Shape.class, Subject.class)) {
      byte[] before = bytes(type.getName());
      List<String> left = dynamic(CallSites.replace(before));
      assertNotEquals(dynamic(before), left);
      assertTrue(
          left.stream()
              .allMatch(site ->
                  site.equals("java/lang/runtime/ObjectMethods toString")
                      || site.startsWith("java/lang/invoke/StringConcatFactory ")),
          left::toString);
    }
  }

  @Test
  void aClassWithoutThemIsLeftAsItIs() {
    byte[] bytes = bytes(Loader.class.getName());

    assertSame(bytes, CallSites.replace(bytes));
  }
}
