/* The making of the container's first process, its namespaces, id maps and cgroups. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "channel.h"
#include "failure.h"
#include "init.h"
#include "kernel.h"
#include "shim.h"

static int write_process_file(pid_t pid, const char *file, const char *text) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return fail("open", path);
  }
  ssize_t length = (ssize_t)strlen(text);
  int result = write(fd, text, (size_t)length) == length ? 0 : fail("write", path);
  close(fd);
  return result;
}

static int map_ids(const struct plan *plan, pid_t pid) {
  /* Without privileges a group map may be written only after giving up setgroups. */
  if (geteuid() != 0 && write_process_file(pid, "setgroups", "deny") != 0) {
    return -1;
  }
  return write_process_file(pid, "gid_map", plan->gid_map) != 0 ||
                 write_process_file(pid, "uid_map", plan->uid_map) != 0
             ? -1
             : 0;
}

/*
 * The unmounting of everything in the container happens when the last reference to its namespaces
 * goes. We hold one, so that this is not part of the first process's end, which is waited for.
 */
static void hold_namespaces(struct shim *shim) {
  static const char *const names[HELD_NAMESPACES] = {"mnt", "ipc", "net"};
  for (int i = 0; i < HELD_NAMESPACES; i++) {
    char path[64];
    snprintf(path, sizeof path, "/proc/%d/ns/%s", (int)shim->pid, names[i]);
    shim->namespaces[i] = open(path, O_RDONLY | O_CLOEXEC);
  }
}

static uint64_t clone_flags(const struct plan *plan) {
  uint64_t flags = JB_CLONE_PIDFD | JB_CLONE_NEWNS | JB_CLONE_NEWUTS | JB_CLONE_NEWIPC |
                   JB_CLONE_NEWPID;
  flags |= plan->flags & PLAN_NEW_NETWORK ? JB_CLONE_NEWNET : 0;
  flags |= plan->flags & PLAN_NEW_USER ? JB_CLONE_NEWUSER : 0;
  return flags;
}

static int spawn(struct shim *shim, const struct entrance *entrance) {
  int ends[2];
  if (channel_open(ends) != 0) {
    return -1;
  }
  struct clone_rules rules = {
      .flags = clone_flags(shim->plan) | (entrance->unified >= 0 ? JB_CLONE_INTO_CGROUP : 0),
      .pidfd = (uint64_t)(uintptr_t)&shim->pidfd,
      .exit_signal = SIGCHLD,
      .cgroup = entrance->unified >= 0 ? (uint64_t)entrance->unified : 0,
  };
  shim->pid = kernel_clone3(&rules);
  if (shim->pid < 0) {
    return fail("clone3", "new namespaces");
  }
  if (shim->pid == 0) {
    channel_inner = ends[1];
    close(ends[0]); /* so that the end of the shim is the end of the stream */
    init_run(shim->plan, shim->staging, entrance, &shim->streams);
    channel_send_failure();
    _exit(BLAME_RUNTIME);
  }
  close(ends[1]);
  shim->outer = ends[0];
  streams_release(&shim->streams);
  return 0;
}

int shim_give_birth(struct shim *shim) {
  const struct plan *plan = shim->plan;
  struct entrance entrance;
  if (cgroup_make(plan) != 0 || cgroup_open(plan, &entrance) != 0 || spawn(shim, &entrance) != 0) {
    return -1;
  }
  for (int i = 0; i < entrance.task_count; i++) {
    close(entrance.tasks[i]);
  }
  close(entrance.unified);
  hold_namespaces(shim);
  if (!(plan->flags & PLAN_NEW_USER)) {
    return 0;
  }
  return map_ids(plan, shim->pid) != 0 ? -1 : channel_permit(shim->outer);
}
