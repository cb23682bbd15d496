package dev.jbuild.layer.snapshot;

import dev.jbuild.linux.SyscallException;
import java.io.IOException;

/// The kernel does not mount an overlay here: it has none, the file system cannot carry one, or
/// this process may not.
public final class OverlayRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private OverlayRefusedException(SyscallException cause) {
    super(cause.getMessage(), cause);
  }

  /// The same failure, told apart if it is such a refusal.
  public static IOException of(SyscallException e) {
    if (!e.call().equals("mount")) {
      return e;
    }
    return switch (e.errno()) {
      case ENODEV, EINVAL, EPERM, EACCES, EOPNOTSUPP, ENOSYS -> new OverlayRefusedException(e);
      default -> e;
    };
  }
}
