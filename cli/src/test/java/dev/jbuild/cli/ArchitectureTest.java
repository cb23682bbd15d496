package dev.jbuild.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The shape of the whole project: which module may know which, and what may be used where.
class ArchitectureTest {
  /// Module packages and the ones they may use; `cli` may use all.
  private static final Map<String, List<String>> EDGES =
      Map.of(
          "image", List.of(),
          "linux", List.of(),
          "dockerfile", List.of(),
          "layer", List.of("image", "linux"),
          "registry.client", List.of("image"),
          "registry.server", List.of("image"),
          "builder", List.of("dockerfile", "image", "layer", "registry.client"),
          "runtime", List.of("image", "linux"),
          "engine", List.of("image", "layer", "registry.client", "runtime"));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.jbuild");

  private static String moduleOf(JavaClass type) {
    String name = type.getPackageName();
    for (String module : EDGES.keySet()) {
      String prefix = "dev.jbuild." + module;
      if (name.equals(prefix) || name.startsWith(prefix + ".")) {
        return module;
      }
    }
    return name.startsWith("dev.jbuild.cli") ? "cli" : "";
  }

  @Test
  void seesAllModules() {
    Set<String> seen = new TreeSet<>();
    CLASSES.forEach(type -> seen.add(moduleOf(type)));
    seen.remove("");
    assertTrue(seen.contains("cli"));
    assertTrue(seen.containsAll(EDGES.keySet()), () -> "only " + seen);
  }

  @Test
  void modulesUseOnlyTheModulesBelowThem() {
    Set<String> wrong = new TreeSet<>();
    for (JavaClass type : CLASSES) {
      String from = moduleOf(type);
      if (from.isEmpty() || from.equals("cli")) {
        continue;
      }
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        String to = moduleOf(dependency.getTargetClass());
        if (!to.isEmpty()
            && !to.equals(from)
            && !EDGES.getOrDefault(from, List.of()).contains(to)) {
          wrong.add(from + " -> " + to + ": " + dependency.getDescription());
        }
      }
    }
    assertEquals(Set.of(), wrong);
  }

  /// A module's front door holds its contracts and may put together what is behind it; what is
  /// behind it knows the contracts. Apart from that there are no cycles.
  @Test
  void packagesHaveNoCycles() {
    slices()
        .matching("dev.jbuild.(**)")
        .should()
        .beFreeOfCycles()
        .ignoreDependency(describe("front door", ArchitectureTest::isFrontDoor), behindADoor())
        .check(CLASSES);
  }

  private static boolean isFrontDoor(JavaClass type) {
    return EDGES.containsKey(type.getPackageName().replaceFirst("^dev\\.jbuild\\.", ""));
  }

  private static DescribedPredicate<JavaClass> behindADoor() {
    return describe("behind a front door", type -> !isFrontDoor(type));
  }

  @Test
  void onlyLinuxCallsNativeFunctions() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.jbuild.linux..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.foreign..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandTouchesTheProcess() {
    for (String method : List.of("exit", "getenv", "setOut", "setErr", "setIn", "console")) {
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jbuild.cli")
          .should()
          .callMethodWhere(calls(System.class, method))
          .check(CLASSES);
    }
    for (String method : List.of("exit", "halt", "addShutdownHook")) {
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jbuild.cli")
          .should()
          .callMethodWhere(calls(Runtime.class, method))
          .check(CLASSES);
    }
    for (String field : List.of("out", "err", "in")) {
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.jbuild.cli")
          .should()
          .accessField(System.class, field)
          .check(CLASSES);
    }
  }

  private static DescribedPredicate<JavaMethodCall> calls(Class<?> owner, String method) {
    return describe(
        owner.getSimpleName() + "." + method,
        call ->
            call.getTarget().getOwner().isEquivalentTo(owner)
                && call.getTarget().getName().equals(method));
  }

  @Test
  void nobodyLogsThroughTheJdk() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .check(CLASSES);
  }

  @Test
  void librariesStayWhereTheyBelong() {
    onlyIn("picocli..", "dev.jbuild.cli.help");
    onlyIn("sun.misc..", "dev.jbuild.cli");
    onlyIn("okhttp3..", "dev.jbuild.registry.client..");
    onlyIn("org.eclipse.jetty..", "dev.jbuild.registry.server..");
    onlyIn(
        "org.bouncycastle..",
        "dev.jbuild.registry.server..",
        "dev.jbuild.registry.client.transport");
    onlyIn("com.fasterxml.jackson..", "dev.jbuild.image.json", "dev.jbuild.registry.client.config");
    onlyIn("org.apache.commons.compress..", "dev.jbuild.layer..");
    onlyIn("com.github.luben.zstd..", "dev.jbuild.layer..");
  }

  private static void onlyIn(String library, String... homes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat(resideInAPackage(library))
        .check(CLASSES);
  }

  /// A nested exception is named by what is special and read with the name around it, as in
  /// `ContentException.NotFound`; `RegistryFault` is an answer, not a failure.
  @Test
  void exceptionsAreCalledSo() {
    classes()
        .that()
        .areAssignableTo(Exception.class)
        .and()
        .areTopLevelClasses()
        .and()
        .doNotHaveSimpleName("RegistryFault")
        .should()
        .haveSimpleNameEndingWith("Exception")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawerForEverything() {
    for (String name : List.of("util", "utils", "common", "helper", "helpers", "impl", "manager")) {
      noClasses()
          .should()
          .resideInAnyPackage("dev.jbuild.." + name + "..", "dev.jbuild." + name + "..")
          .check(CLASSES);
    }
  }
}
