package dev.jbuild.builder;

import java.nio.file.Path;
import java.util.List;

class FakeExecutorTest extends ExecutorContract {
  private final FakeExecutor executor = new FakeExecutor();

  @Override
  protected Executor executor() {
    return executor;
  }

  @Override
  protected List<Path> root() {
    return List.of();
  }
}
