package dev.jbuild.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.jbuild.image.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountsTest {
  @TempDir Path root;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(root.resolve("etc"));
    Files.writeString(
        root.resolve("etc/passwd"),
        """
        root:x:0:0:root:/root:/bin/sh
        # a comment
        broken line
        app:x:1000:1001:App:/home/app:/bin/sh
        77:x:5:6::/seven:/bin/sh
        """);
    Files.writeString(
        root.resolve("etc/group"),
        "root:x:0:\nwheel:x:10:app,root\napp:x:1001:app\nvideo:x:44:app\n");
  }

  private UnionView view() {
    LayerId id = LayerId.of(Digest.sha256(new byte[0]));
    return UnionView.of(List.of(new Layer(id, root, 0, 0, 0, new LinkedHashSet<>(), false)));
  }

  private Accounts.Account find(String user) throws IOException {
    return Accounts.of(view()).find(user);
  }

  @Test
  void namesNumbersAndGroupsMeanWhatTheyMeanToDocker() throws IOException {
    assertEquals(
        new Accounts.Account("app", 1000, 1001, List.of(10L, 44L), "/home/app"), find("app"));
    assertEquals(
        new Accounts.Account("app", 1000, 1001, List.of(10L, 44L), "/home/app"), find("1000"));
    assertEquals(new Accounts.Account("app", 1000, 44, List.of(), "/home/app"), find("app:video"));
    assertEquals(new Accounts.Account("app", 1000, 9, List.of(), "/home/app"), find("app:9"));
    assertEquals(new Accounts.Account("", 4242, 0, List.of(), "/"), find("4242"));
    assertEquals(new Accounts.Account("", 4242, 10, List.of(), "/"), find("4242:wheel"));
    assertEquals(new Accounts.Account("root", 0, 0, List.of(10L), "/root"), find(""));
    assertEquals(5, find("77").uid(), "a user may be called like a number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody",
        "app:nogroup",
        "-1",
        "2147483648",
        "99999999999999999999",
        "app: 1",
        "0x10"
      })
  void refusesWhatIsNoUser(String user) {
    assertThrows(IllegalArgumentException.class, () -> find(user));
  }

  @Test
  void ownersOfCopiedFilesTakeTheGroupOfTheSameNumber() throws IOException {
    Accounts accounts = Accounts.of(view());
    assertEquals(new Accounts.Owner(1000, 1000), accounts.owner("1000"));
    assertEquals(new Accounts.Owner(1000, 1001), accounts.owner("app"));
    assertEquals(new Accounts.Owner(1000, 44), accounts.owner("app:video"));
    assertEquals(new Accounts.Owner(0, 44), accounts.owner(":44"));
  }

  @Test
  void missingFilesAreEmpty() throws IOException {
    Files.delete(root.resolve("etc/passwd"));
    Files.delete(root.resolve("etc/group"));
    assertEquals(new Accounts.Account("", 0, 0, List.of(), "/"), find(""));
  }

  @Test
  void hostileFilesAreRefused() throws IOException {
    Path passwd = root.resolve("etc/passwd");
    Files.delete(passwd);
    Files.createDirectory(passwd);
    assertThrows(ContentException.Corrupt.class, () -> find("root"));
    Files.delete(passwd);
    try (var file = new java.io.RandomAccessFile(passwd.toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertThrows(ContentException.Corrupt.class, () -> find("root"));
    Files.delete(passwd);
    Files.createSymbolicLink(passwd, Path.of("/../../../../../../etc/hostname"));
    assertEquals("", find("0").name(), "the link leads to a file that the image does not have");
  }
}
