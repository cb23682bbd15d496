package dev.jbuild.registry.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Self-signed server certificates for tests, made with the JDK's `keytool`.
public final class Certificates {
  /// The password of every key store made here.
  public static final String PASSWORD = "changeit";

  private Certificates() {}

  /// Makes a key and its certificate.
  ///
  /// @param subject such as `dns:localhost,ip:127.0.0.1`
  /// @param more further arguments of `-genkeypair`
  /// @return a PKCS #12 file; the certificate is beside it, see [#pem]
  public static Path make(Path directory, String name, String subject, String... more)
      throws IOException, InterruptedException {
    Path store = directory.resolve(name + ".p12");
    List<String> arguments = new ArrayList<>();
    Collections.addAll(arguments, "-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1");
    Collections.addAll(arguments, "-alias", "server", "-dname", "CN=" + name);
    Collections.addAll(arguments, "-ext", "san=" + subject);
    Collections.addAll(arguments, more);
    keytool(store, arguments);
    keytool(
        store, List.of("-exportcert", "-rfc", "-alias", "server", "-file", pem(store).toString()));
    return store;
  }

  /// The certificate of a key store in PEM form.
  public static Path pem(Path store) {
    return store.resolveSibling(store.getFileName() + ".pem");
  }

  private static void keytool(Path store, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(arguments);
    Collections.addAll(command, "-keystore", store.toString(), "-storetype", "PKCS12");
    Collections.addAll(command, "-storepass", PASSWORD, "-keypass", PASSWORD);
    Path log = Files.createTempFile("keytool", ".log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool failed: " + Files.readString(log));
    }
    Files.delete(log);
  }
}
