/*
 * The system calls that C libraries of the day do not wrap, with the constants and structures they
 * take. Declared here, and not taken from <linux/...>, because musl ships no kernel headers and
 * Debian's may be older than the kernel. Numbers above 423 are the same on every architecture.
 */
#ifndef JBUILD_KERNEL_H
#define JBUILD_KERNEL_H

#include <stdint.h>
#include <sys/types.h>

/* openat2(2) */
struct open_rules {
  uint64_t flags;
  uint64_t mode;
  uint64_t resolve;
};
#define RULE_NO_XDEV 0x01
#define RULE_NO_MAGICLINKS 0x02
#define RULE_NO_SYMLINKS 0x04
#define RULE_BENEATH 0x08
#define RULE_IN_ROOT 0x10

/* clone3(2) */
struct clone_rules {
  uint64_t flags;
  uint64_t pidfd;
  uint64_t child_tid;
  uint64_t parent_tid;
  uint64_t exit_signal;
  uint64_t stack;
  uint64_t stack_size;
  uint64_t tls;
  uint64_t set_tid;
  uint64_t set_tid_size;
  uint64_t cgroup;
};
#define JB_CLONE_PIDFD 0x00001000ULL
#define JB_CLONE_NEWNS 0x00020000ULL
#define JB_CLONE_NEWCGROUP 0x02000000ULL
#define JB_CLONE_NEWUTS 0x04000000ULL
#define JB_CLONE_NEWIPC 0x08000000ULL
#define JB_CLONE_NEWUSER 0x10000000ULL
#define JB_CLONE_NEWPID 0x20000000ULL
#define JB_CLONE_NEWNET 0x40000000ULL
#define JB_CLONE_INTO_CGROUP 0x200000000ULL

/* mount_setattr(2) and fsmount(2) */
struct mount_rules {
  uint64_t set;
  uint64_t clear;
  uint64_t propagation;
  uint64_t userns;
};
#define ATTR_RDONLY 0x01
#define ATTR_NOSUID 0x02
#define ATTR_NODEV 0x04
#define ATTR_NOEXEC 0x08
#define ATTR_ALL 0x0f

#define JB_AT_EMPTY_PATH 0x1000
#define JB_AT_RECURSIVE 0x8000
#define JB_OPEN_TREE_CLONE 1
#define JB_FSCONFIG_SET_FLAG 0
#define JB_FSCONFIG_SET_STRING 1
#define JB_FSCONFIG_CMD_CREATE 6

/* capset(2) */
struct capability_header {
  uint32_t version;
  int pid;
};
struct capability_data {
  uint32_t effective, permitted, inheritable;
};
#define JB_CAPABILITY_VERSION_3 0x20080522

/* seccomp(2) */
struct filter_program {
  unsigned short length;
  const void *code;
};

int kernel_openat2(int dir, const char *path, const struct open_rules *rules);
pid_t kernel_clone3(struct clone_rules *rules);
int kernel_pidfd_open(pid_t pid);
int kernel_pidfd_signal(int pidfd, int signal);
int kernel_open_tree(int dir, const char *path, unsigned flags);
int kernel_move_mount(int from, int to, const char *to_path);
int kernel_fsopen(const char *type);
int kernel_fsconfig(int fs, unsigned command, const char *key, const char *value);
int kernel_fsmount(int fs, unsigned attributes);
int kernel_mount_setattr(int fd, unsigned flags, const struct mount_rules *rules);
int kernel_pivot_root(const char *new_root, const char *put_old);
int kernel_close_range(unsigned first, unsigned last);
int kernel_capset(const struct capability_header *header, const struct capability_data *data);
int kernel_seccomp_filter(const struct filter_program *program);
int kernel_join_session_keyring(const char *name);
int kernel_sigaction(int signal, const unsigned long action[4]);
int kernel_getcwd(char *buffer, size_t size);
int kernel_bpf(int command, void *attributes, unsigned size);

#endif
