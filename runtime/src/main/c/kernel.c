#define _GNU_SOURCE
#include "kernel.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

#define NR_PIDFD_SEND_SIGNAL 424
#define NR_OPEN_TREE 428
#define NR_MOVE_MOUNT 429
#define NR_FSOPEN 430
#define NR_FSCONFIG 431
#define NR_FSMOUNT 432
#define NR_PIDFD_OPEN 434
#define NR_CLONE3 435
#define NR_CLOSE_RANGE 436
#define NR_OPENAT2 437
#define NR_MOUNT_SETATTR 442

#define OPEN_TREE_CLOEXEC O_CLOEXEC
#define FSOPEN_CLOEXEC 1
#define FSMOUNT_CLOEXEC 1
#define MOVE_MOUNT_F_EMPTY_PATH 0x04
#define MOVE_MOUNT_T_EMPTY_PATH 0x40
#define SECCOMP_SET_MODE_FILTER 1
#define KEYCTL_JOIN_SESSION_KEYRING 1

int kernel_openat2(int dir, const char *path, const struct open_rules *rules) {
  return (int)syscall(NR_OPENAT2, dir, path, rules, sizeof *rules);
}

pid_t kernel_clone3(struct clone_rules *rules) {
  return (pid_t)syscall(NR_CLONE3, rules, sizeof *rules);
}

int kernel_pidfd_open(pid_t pid) { return (int)syscall(NR_PIDFD_OPEN, pid, 0); }

int kernel_pidfd_signal(int pidfd, int signal) {
  return (int)syscall(NR_PIDFD_SEND_SIGNAL, pidfd, signal, NULL, 0);
}

int kernel_open_tree(int dir, const char *path, unsigned flags) {
  return (int)syscall(NR_OPEN_TREE, dir, path, flags | OPEN_TREE_CLOEXEC);
}

/* An empty to_path mounts onto what the descriptor `to` itself refers to. */
int kernel_move_mount(int from, int to, const char *to_path) {
  unsigned flags = MOVE_MOUNT_F_EMPTY_PATH | (*to_path ? 0 : MOVE_MOUNT_T_EMPTY_PATH);
  return (int)syscall(NR_MOVE_MOUNT, from, "", to, to_path, flags);
}

int kernel_fsopen(const char *type) { return (int)syscall(NR_FSOPEN, type, FSOPEN_CLOEXEC); }

int kernel_fsconfig(int fs, unsigned command, const char *key, const char *value) {
  return (int)syscall(NR_FSCONFIG, fs, command, key, value, 0);
}

int kernel_fsmount(int fs, unsigned attributes) {
  return (int)syscall(NR_FSMOUNT, fs, FSMOUNT_CLOEXEC, attributes);
}

int kernel_mount_setattr(int fd, unsigned flags, const struct mount_rules *rules) {
  return (int)syscall(NR_MOUNT_SETATTR, fd, "", flags | JB_AT_EMPTY_PATH, rules, sizeof *rules);
}

int kernel_pivot_root(const char *new_root, const char *put_old) {
  return (int)syscall(SYS_pivot_root, new_root, put_old);
}

int kernel_close_range(unsigned first, unsigned last) {
  return (int)syscall(NR_CLOSE_RANGE, first, last, 0);
}

int kernel_capset(const struct capability_header *header, const struct capability_data *data) {
  return (int)syscall(SYS_capset, header, data);
}

int kernel_seccomp_filter(const struct filter_program *program) {
  return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, program);
}

int kernel_join_session_keyring(const char *name) {
  return (int)syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name, 0, 0, 0);
}

/* The action in the kernel's form: handler, flags, restorer, mask. */
int kernel_sigaction(int signal, const unsigned long action[4]) {
  return (int)syscall(SYS_rt_sigaction, signal, action, NULL, 8);
}

/* The bare call: a C library's getcwd may hide that the directory is outside the root. */
int kernel_getcwd(char *buffer, size_t size) { return (int)syscall(SYS_getcwd, buffer, size); }

int kernel_bpf(int command, void *attributes, unsigned size) {
  return (int)syscall(SYS_bpf, command, attributes, size);
}
