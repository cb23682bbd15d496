package dev.jbuild.layer.snapshot;

import dev.jbuild.linux.SyscallException;
import java.io.IOException;

/// The kernel does not mount an overlay here: it has none, the file system cannot carry one, or
/// this process may not. Or it would, and would not show what is meant, because the file system
/// keeps the marks of overlays to itself.
public final class OverlayRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private OverlayRefusedException(SyscallException cause) {
    super(cause.getMessage(), cause);
  }

  /// The same failure, told apart if the kernel or the file system refused.
  public static IOException of(IOException e) {
    if (!(e instanceof SyscallException call)) {
      return e;
    }
    return switch (call.errno()) {
      case ENODEV, EINVAL, EPERM, EACCES, EOPNOTSUPP, ENOSYS -> new OverlayRefusedException(call);
      default -> e;
    };
  }
}
