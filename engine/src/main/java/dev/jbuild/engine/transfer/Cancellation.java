package dev.jbuild.engine.transfer;

import dev.jbuild.registry.client.RegistryException;

/// Gives an interrupt back its usual form: inside a request it comes out as a [RegistryException].
final class Cancellation {
  private Cancellation() {}

  /// Throws the interrupt that the failure stands for, if it does and the thread is still marked.
  static void rethrow(RegistryException failure) throws InterruptedException {
    if (failure.reason() == RegistryException.Reason.CANCELLED && Thread.interrupted()) {
      InterruptedException interrupt = new InterruptedException(failure.getMessage());
      interrupt.initCause(failure);
      throw interrupt;
    }
  }
}
