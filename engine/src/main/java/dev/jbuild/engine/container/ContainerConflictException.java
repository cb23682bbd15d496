package dev.jbuild.engine.container;

import java.io.IOException;

/// A request that the state of a container forbids: its name is taken, or it still runs.
public final class ContainerConflictException extends IOException {
  private static final long serialVersionUID = 1L;

  public ContainerConflictException(String message) {
    super(message);
  }
}
