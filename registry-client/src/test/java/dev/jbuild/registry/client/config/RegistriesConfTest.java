package dev.jbuild.registry.client.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistriesConfTest {
  @TempDir private Path directory;

  private List<RegistryRoute> read(String text) throws IOException {
    return RegistriesConf.read(
        Files.writeString(directory.resolve("registries.conf"), text), List.of());
  }

  @Test
  void readsLocationsMirrorsAndFlags() throws IOException {
    List<RegistryRoute> routes =
        read(
            """
            unqualified-search-registries = ["docker.io"]
            [aliases]
            "fedora" = "registry.fedoraproject.org/fedora"
            [[registry]]
            prefix = "example.com/foo"
            location = "internal:5000/bar/"
            insecure = true
            [[registry.mirror]]
            location = "m1/x"
            insecure = true
            [[registry.mirror]]
            location = "m2"
            pull-from-mirror = "tag-only"
            [[registry]]
            location = "docker.io"
            mirror-by-digest-only = true
            mirror = [ { location = "hub.local" } ]
            [[registry]]
            prefix = "*.evil.example"
            blocked = true
            """);
    assertEquals(
        List.of(
            new RegistryRoute(
                "example.com/foo",
                "internal:5000/bar",
                true,
                false,
                List.of(new Mirror("m1/x", true, Use.ALL), new Mirror("m2", false, Use.TAG_ONLY))),
            new RegistryRoute(
                "docker.io",
                "docker.io",
                false,
                false,
                List.of(new Mirror("hub.local", false, Use.DIGEST_ONLY))),
            new RegistryRoute("*.evil.example", "", false, true, List.of())),
        routes);
    assertEquals(List.of("internal:5000", "m1"), routes.getFirst().insecureHosts());
  }

  @Test
  void laterFilesReplaceEntriesOfEqualPrefix() throws IOException {
    Path drops = Files.createDirectories(directory.resolve("registries.conf.d"));
    Files.writeString(drops.resolve("20.conf"), "[[registry]]\nlocation='a'\nblocked=true");
    Files.writeString(drops.resolve("10.conf"), "[[registry]]\nlocation='a'\ninsecure=true");
    Files.writeString(drops.resolve("README"), "not TOML at all");
    List<RegistryRoute> routes =
        RegistriesConf.read(
            directory.resolve("missing.conf"), List.of(drops, directory.resolve("none")));
    assertEquals(List.of(new RegistryRoute("a", "a", false, true, List.of())), routes);
  }

  @Test
  void namesTheFileAndWhatIsWrongInIt() {
    for (String[] wrong :
        new String[][] {
          {"[[registry]]\nlocation = \"https://a\"", "without a scheme"},
          {"[[registry]]\ninsecure = true", "neither a location nor a prefix"},
          {
            "[[registry]]\nlocation = 'a'\ninsecure = 'yes'", "'insecure' is neither true nor false"
          },
          {"[[registry]]\nlocation = true", "'location' is not a string"},
          {"[registry]\nlocation = 'a'", "must be written [[registry]]"},
          {"[[registry]]\nlocation = 'a'\n[[registry.mirror]]\ninsecure = true", "has no location"},
          {
            "[[registry]]\nlocation = 'a'\nmirror = [{location='b', pull-from-mirror='x'}]",
            "expected all, digest-only or tag-only"
          },
          {"\n\n[[registry", "line 3"}
        }) {
      IOException e = assertThrows(IOException.class, () -> read(wrong[0]));
      assertTrue(e.getMessage().contains("registries.conf'"), e.getMessage());
      assertTrue(e.getMessage().contains(wrong[1]), e.getMessage());
    }
  }

  @Test
  void readsDockersMirrorsAndInsecureRegistries() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("daemon.json"),
            """
            {"registry-mirrors": ["https://mirror.gcr.io/", "http://hub.local:5000"],
             "insecure-registries": ["10.0.0.0/8", "old.local"], "debug": true}
            """);
    DaemonConfig config = DaemonConfig.read(file);
    assertEquals(
        List.of(
            new RegistryRoute(
                "docker.io",
                "docker.io",
                false,
                false,
                List.of(
                    new Mirror("mirror.gcr.io", false, Use.ALL),
                    new Mirror("hub.local:5000", true, Use.ALL)))),
        config.mirrors());
    assertEquals(List.of("10.0.0.0/8", "old.local"), config.insecure());
    Files.writeString(file, "");
    assertEquals(new DaemonConfig(List.of(), List.of()), DaemonConfig.read(file));
    assertEquals(
        new DaemonConfig(List.of(), List.of()), DaemonConfig.read(directory.resolve("none")));
    Files.writeString(file, "{");
    IOException e = assertThrows(IOException.class, () -> DaemonConfig.read(file));
    assertTrue(e.getMessage().contains("daemon.json"), e.getMessage());
  }
}
