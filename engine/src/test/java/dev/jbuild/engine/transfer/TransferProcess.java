package dev.jbuild.engine.transfer;

import dev.jbuild.image.Reference;
import dev.jbuild.layer.Compression;
import dev.jbuild.layer.Store;
import dev.jbuild.layer.disk.DiskStore;
import dev.jbuild.registry.client.CredentialSource;
import dev.jbuild.registry.client.RegistryClient;
import dev.jbuild.registry.client.http.HttpRegistryClient;
import dev.jbuild.registry.fixture.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A process of its own that pulls or pushes one image, to be killed. It writes a line when the
/// first bytes move.
final class TransferProcess {
  private TransferProcess() {}

  /// Starts one.
  ///
  /// @param verb `pull` or `push`
  static Process start(String verb, Path store, Reference name, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xshare:auto"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(TransferProcess.class.getName(), verb, store.toString(), name.toString()));
    return new ProcessBuilder(command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    AtomicBoolean moving = new AtomicBoolean();
    TransferListener listener =
        event -> {
          if (event instanceof TransferEvent.Progress && moving.compareAndSet(false, true)) {
            System.out.println("moving");
            System.out.flush();
          }
        };
    Reference name = Reference.parse(arguments[2]);
    try (Store store = DiskStore.open(Path.of(arguments[1]), InstantSource.system());
        RegistryClient client =
            HttpRegistryClient.open(Settings.quick().build(), CredentialSource.ANONYMOUS)) {
      if (arguments[0].equals("pull")) {
        new ImagePuller(store, client, InstantSource.system())
            .pull(name, PlatformChoice.host(), listener);
      } else {
        new ImagePusher(store, client, Compression.GZIP).push(name, listener);
      }
    }
  }
}
