package dev.jbuild.registry.server.route;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A fresh registry for each test of an endpoint.
abstract class RouteTest {
  @TempDir Path directory;
  RouteFixture registry;

  @BeforeEach
  void open() throws IOException {
    registry = new RouteFixture(directory);
  }

  @AfterEach
  void close() throws IOException {
    registry.close();
  }
}
