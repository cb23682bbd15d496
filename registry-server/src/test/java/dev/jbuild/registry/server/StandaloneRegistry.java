package dev.jbuild.registry.server;

import java.nio.file.Path;

/// A registry in a process of its own, to be killed by tests and measured by benchmarks. Prints its
/// address as the first line once it serves.
///
/// Arguments: host, port, storage directory, `none` or `own` for TLS, and a file of users, if any.
public final class StandaloneRegistry {
  private StandaloneRegistry() {}

  public static void main(String[] arguments) throws Exception {
    RegistryConfig.Builder config =
        RegistryConfig.builder(Path.of(arguments[2]))
            .listen(arguments[0], Integer.parseInt(arguments[1]))
            .tls(arguments[3].equals("own") ? new Tls.Own() : new Tls.None())
            .listener(event -> System.err.println(event));
    if (arguments.length > 4) {
      config.htpasswd(Path.of(arguments[4]));
    }
    Registry registry = new Registry(config.build()).start();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> {
              try {
                registry.stop();
              } catch (java.io.IOException e) {
                System.err.println(e);
              }
            }));
    System.out.println(registry.address());
    Thread.currentThread().join();
  }
}
