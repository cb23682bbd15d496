package dev.jbuild.linux;

import java.io.IOException;

/// A system call that failed, with its name, the arguments worth showing, and errno.
///
/// The message reads like `mknodat 'dev/sda': EPERM (1), operation not permitted; needs CAP_MKNOD`.
public final class SyscallException extends IOException {
  private final String call;
  private final String subject;
  private final Errno errno;
  private final int number;

  SyscallException(Call call, String subject, int number) {
    super(message(call, subject, number));
    this.call = call.manName();
    this.subject = subject;
    this.errno = Errno.of(number);
    this.number = number;
  }

  private static String message(Call call, String subject, int number) {
    Errno errno = Errno.of(number);
    String name = errno == Errno.OTHER ? "errno" : errno.name();
    return "%s %s: %s (%d), %s%s"
        .formatted(call.manName(), subject, name, number, errno.text(), advice(call, errno));
  }

  private static String advice(Call call, Errno errno) {
    return switch (errno) {
      case EPERM, EACCES ->
          switch (call) {
            case FCHOWN, FCHOWNAT -> "; needs root (CAP_CHOWN) to give files to other users";
            case FCHMOD, FCHMODAT ->
                "; needs root (CAP_FOWNER) for files of other users, and CAP_FSETID for the"
                    + " set-group-ID bit of other groups";
            case MKNODAT -> "; needs root (CAP_MKNOD) to make devices";
            case MOUNT, UMOUNT2 -> "; needs root (CAP_SYS_ADMIN) or a user namespace";
            case LSETXATTR, FSETXATTR ->
                "; needs root (CAP_SETFCAP or CAP_SYS_ADMIN) for this attribute";
            default -> "";
          };
      case EINVAL ->
          call == Call.FCHOWN || call == Call.FCHOWNAT
              ? "; no such user or group in this user namespace (potentially insufficient UIDs or"
                  + " GIDs in /etc/subuid and /etc/subgid)"
              : "";
      case ENOSPC -> "; free space or inodes on that file system";
      case EDQUOT -> "; free space or ask for a larger quota";
      case EMFILE -> "; raise the limit with 'ulimit -n'";
      case EOPNOTSUPP ->
          call == Call.LSETXATTR || call == Call.FSETXATTR
              ? "; put the store on a file system with extended attributes"
              : "";
      default -> "";
    };
  }

  /// The call's name, such as `openat2`.
  public String call() {
    return call;
  }

  /// What it was called on, as the message shows it.
  public String subject() {
    return subject;
  }

  public Errno errno() {
    return errno;
  }

  /// The kernel's error number, also for errors that [Errno] has no name for.
  public int number() {
    return number;
  }
}
