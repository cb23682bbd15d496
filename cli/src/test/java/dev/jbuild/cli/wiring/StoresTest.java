package dev.jbuild.cli.wiring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.jbuild.cli.TestInvocation;
import dev.jbuild.cli.invocation.Invocation;
import dev.jbuild.cli.invocation.User;
import dev.jbuild.cli.syntax.ArgumentParser;
import dev.jbuild.cli.syntax.Arguments;
import dev.jbuild.cli.syntax.CommandSyntax;
import dev.jbuild.cli.syntax.UsageException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoresTest {
  private static final Path HERE = Path.of("/work");

  private static Arguments arguments(String... words) throws UsageException {
    return ArgumentParser.parse(CommandSyntax.command("x", "x").build(), List.of(words));
  }

  private static Invocation of(TestInvocation world, int uid) {
    Invocation invocation = world.invocation();
    return new Invocation(
        invocation.arguments(),
        invocation.environment(),
        invocation.directory(),
        new User(uid, Path.of("/home/ann")),
        invocation.streams(),
        invocation.terminal(),
        invocation.signals(),
        invocation.clock());
  }

  @Test
  void theOptionWinsOverTheVariable() throws UsageException {
    Invocation invocation = of(new TestInvocation(HERE).with("JBUILD_ROOT", "/variable"), 0);
    assertEquals(Path.of("/work/s"), Stores.root(invocation, arguments("--root", "s")));
    assertEquals(Path.of("/variable"), Stores.root(invocation, arguments()));
  }

  @Test
  void rootAndOthersHaveTheirOwnPlaces() throws UsageException {
    TestInvocation world = new TestInvocation(HERE);
    assertEquals(Path.of("/var/lib/jbuild"), Stores.root(of(world, 0), arguments()));
    assertEquals(
        Path.of("/home/ann/.local/share/jbuild"), Stores.root(of(world, 1000), arguments()));
    world.with("XDG_DATA_HOME", "/data");
    assertEquals(Path.of("/data/jbuild"), Stores.root(of(world, 1000), arguments()));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:5000, localhost:5000",
    "https://registry.example/v2/, registry.example",
    "http://registry.example:80, registry.example:80",
    "https://index.docker.io/v1/, docker.io",
    "docker.io, docker.io"
  })
  void aRegistryIsKnownByItsHost(String typed, String domain) {
    assertEquals(domain, Registries.domain(typed));
  }
}
