#define _GNU_SOURCE
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cgroup.h"
#include "failure.h"
#include "kernel.h"
#include "record.h"
#include "terminal.h"

static int take_over_signals(struct shim *shim) {
  static const int forwarded[] = {SIGTERM, SIGINT,  SIGHUP,  SIGQUIT,
                                  SIGUSR1, SIGUSR2, SIGCONT, SIGWINCH};
  sigset_t set;
  sigemptyset(&set);
  for (size_t i = 0; i < sizeof forwarded / sizeof *forwarded; i++) {
    sigaddset(&set, forwarded[i]);
  }
  if (sigprocmask(SIG_SETMASK, &set, NULL) != 0) {
    return fail("sigprocmask", "");
  }
  /* Someone who reads our output may leave; that is the container's to notice, not ours to die of. */
  signal(SIGPIPE, SIG_IGN);
  signal(SIGCHLD, SIG_DFL);
  shim->signals = signalfd(-1, &set, SFD_CLOEXEC);
  return shim->signals >= 0 ? 0 : fail("signalfd", "");
}

/* By a descriptor, as PR_SET_PDEATHSIG would fire when only the thread that started us ends. */
static int watch_parent(struct shim *shim) {
  shim->parent = kernel_pidfd_open((pid_t)shim->plan->parent);
  if (shim->parent >= 0 && getppid() == (pid_t)shim->plan->parent) {
    return 0;
  }
  if (shim->parent >= 0) {
    close(shim->parent);
    shim->parent = -1;
  }
  return shim->plan->flags & PLAN_ENDS_WITH_PARENT
             ? fail_with(ESRCH, "watch the process that started the container", "it is gone")
             : 0;
}

static int prepare(struct shim *shim) {
  if (take_over_signals(shim) != 0 || watch_parent(shim) != 0) {
    return -1;
  }
  shim->writable = open(shim->plan->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (shim->writable < 0) {
    return fail("open root directory", shim->plan->root);
  }
  return streams_prepare(&shim->streams, shim->plan);
}

static void end_now(struct shim *shim) {
  if (shim->pid > 0 && !shim->ended) {
    kernel_pidfd_signal(shim->pidfd, SIGKILL);
    while (waitpid(shim->pid, &shim->status, 0) < 0 && errno == EINTR) {
    }
    shim->ended = true;
  }
}

static void remove_stubs(struct shim *shim) {
  while (shim->stub_count > 0) {
    stub_remove(&shim->stubs[--shim->stub_count], shim->writable);
  }
}

/*
 * Leaves a child behind that drops the namespaces after we are gone: the kernel takes 10 to 40 ms
 * for the last reference, and whoever waits for us need not. It keeps the record's lock until then.
 */
static void clear_away_later(struct shim *shim) {
  int pipe_ends[2];
  pid_t child = pipe2(pipe_ends, O_CLOEXEC) == 0 ? fork() : -1;
  if (child > 0) {
    return; /* our exit closes the write end */
  }
  if (child == 0) {
    char nothing;
    for (int fd = 0; fd < 3; fd++) {
      close(fd);
    }
    close(pipe_ends[1]);
    while (read(pipe_ends[0], &nothing, 1) < 0 && errno == EINTR) {
    }
  }
  cgroup_remove(shim->plan);
  if (child == 0) {
    _exit(0);
  }
}

int shim_run(const struct plan *plan, int state, const char *staging) {
  static struct shim shim; /* large, so neither on the stack nor, having no initialiser, in the file */
  shim.outer = shim.parent = shim.signals = shim.writable = shim.pidfd = -1;
  shim.plan = plan;
  shim.staging = staging;
  shim.record = record_open(state);
  if (shim.record < 0) {
    return BLAME_RUNTIME;
  }
  if (prepare(&shim) != 0 || shim_give_birth(&shim) != 0) {
    shim.failed = true;
    end_now(&shim);
  } else if (shim_serve(&shim) != 0) {
    shim.failed = true;
    end_now(&shim);
  }
  terminal_restore();
  remove_stubs(&shim);
  int recorded = shim.failed ? record_failed(shim.record)
                             : record_exited(shim.record, shim.status, cgroup_had_oom_kill(plan));
  clear_away_later(&shim);
  return recorded == 0 ? 0 : BLAME_RUNTIME;
}
