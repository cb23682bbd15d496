package dev.jbuild.registry.client.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.jbuild.image.Digest;
import dev.jbuild.image.Reference;
import dev.jbuild.registry.client.RegistryException;
import dev.jbuild.registry.client.RegistryRoute;
import dev.jbuild.registry.client.RegistryRoute.Mirror;
import dev.jbuild.registry.client.RegistryRoute.Use;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesTest {
  private final Routes routes =
      new Routes(
          List.of(
              new RegistryRoute(
                  "example.com",
                  "example.com",
                  false,
                  false,
                  List.of(
                      new Mirror("tags.local", false, Use.TAG_ONLY),
                      new Mirror("digests.local/cache", false, Use.DIGEST_ONLY),
                      new Mirror("all.local", false, Use.ALL))),
              new RegistryRoute("example.com/team", "inner:5000/t", false, false, List.of()),
              new RegistryRoute("example.com/team/secret", "x", false, true, List.of()),
              new RegistryRoute(
                  "docker.io",
                  "docker.io",
                  false,
                  false,
                  List.of(new Mirror("hub.local", false, Use.ALL))),
              new RegistryRoute("short.local", "docker.io", false, false, List.of()),
              new RegistryRoute("*.cloud.example", "", false, true, List.of())));

  private List<String> read(String name) throws RegistryException {
    return routes.toRead(Reference.parse(name)).stream().map(Reference::toString).toList();
  }

  @Test
  void asksMirrorsFirstByWhatTheyAreFor() throws RegistryException {
    assertEquals(
        List.of("tags.local/app:1", "all.local/app:1", "example.com/app:1"),
        read("example.com/app:1"));
    Digest digest = Digest.sha256(new byte[0]);
    assertEquals(
        List.of(
            "digests.local/cache/app@" + digest,
            "all.local/app@" + digest,
            "example.com/app@" + digest),
        read("example.com/app@" + digest));
  }

  @Test
  void theLongestPrefixWins() throws RegistryException {
    assertEquals(List.of("inner:5000/t/app:1"), read("example.com/team/app:1"));
    assertEquals(
        List.of("tags.local/teamwork:1", "all.local/teamwork:1", "example.com/teamwork:1"),
        read("example.com/teamwork:1"));
    assertEquals(List.of("example.com:5000/team/app:1"), read("example.com:5000/team/app:1"));
  }

  @Test
  void knowsDockerHubByItsFullNames() throws RegistryException {
    assertEquals(
        List.of("hub.local/library/busybox:1", "docker.io/library/busybox:1"), read("busybox:1"));
    assertEquals(List.of("docker.io/library/busybox:1"), read("short.local/busybox:1"));
  }

  @Test
  void refusesWhatIsBlocked() {
    for (String name : List.of("example.com/team/secret/app", "a.cloud.example:5000/app")) {
      RegistryException e = assertThrows(RegistryException.class, () -> read(name));
      assertTrue(e.getMessage().contains("is blocked by the configuration"), e.getMessage());
    }
  }

  @Test
  void leavesOthersAlone() throws RegistryException {
    assertEquals(List.of("cloud.example/app:1"), read("cloud.example/app:1"));
    assertEquals("docker.io", routes.toList("short.local"));
    assertEquals("other", routes.toList("other"));
  }

  @Test
  void saysThatALocationMakesNoName() {
    Routes odd = new Routes(List.of(new RegistryRoute("a.b", "C/D", false, false, List.of())));
    RegistryException e =
        assertThrows(RegistryException.class, () -> odd.toRead(Reference.parse("a.b/c")));
    assertTrue(e.getMessage().contains("location 'C/D' of prefix 'a.b'"), e.getMessage());
  }
}
