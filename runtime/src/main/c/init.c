#define _GNU_SOURCE
#include "init.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel.h"
#include "command.h"
#include "failure.h"
#include "identity.h"
#include "kernel.h"
#include "mounts.h"
#include "network.h"
#include "nodes.h"
#include "rooted.h"
#include "terminal.h"

#define FIRST_FREE 3

/*
 * Signals as a fresh process has them, whatever was ignored or blocked outside. By the bare call: C
 * libraries keep some for themselves and refuse to touch them.
 */
static int reset_signals(void) {
  static const unsigned long standard[4]; /* SIG_DFL, no flags, no restorer, no mask */
  for (int signal = 1; signal <= 64; signal++) {
    if (signal != SIGKILL && signal != SIGSTOP && kernel_sigaction(signal, standard) != 0) {
      return fail("rt_sigaction", "");
    }
  }
  sigset_t none;
  sigemptyset(&none);
  return sigprocmask(SIG_SETMASK, &none, NULL) == 0 ? 0 : fail("sigprocmask", "");
}

static int become_root_of_namespace(void) {
  if (channel_wait() != 0) {
    return -1;
  }
  if (setresgid(0, 0, 0) != 0 || setresuid(0, 0, 0) != 0) {
    return fail("become root of the user namespace", "");
  }
  return 0;
}

static int settle(const struct plan *plan, const struct entrance *entrance) {
  /* If the shim is killed, so is the container: nobody would learn how it ends. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
    return fail("set parent death signal", "");
  }
  if (setsid() < 0) {
    return fail("setsid", "");
  }
  if (reset_signals() != 0 || cgroup_enter(entrance) != 0) {
    return -1;
  }
  if ((plan->flags & PLAN_NEW_USER) && become_root_of_namespace() != 0) {
    return -1;
  }
  if ((plan->flags & PLAN_NEW_CGROUP) && unshare((int)JB_CLONE_NEWCGROUP) != 0) {
    return fail("unshare", "cgroup namespace");
  }
  if (sethostname(plan->hostname, strlen(plan->hostname)) != 0) {
    return fail("sethostname", plan->hostname);
  }
  if (kernel_join_session_keyring("jbuild") < 0 && errno != ENOSYS) {
    return fail("join session keyring", "");
  }
  return plan->flags & PLAN_NEW_NETWORK ? network_loopback() : 0;
}

static int connect_streams(const struct plan *plan, struct scene *scene, struct streams *streams) {
  if (plan->flags & PLAN_TERMINAL) {
    return terminal_adopt(scene->slave, plan->uid);
  }
  int null = rooted_open(scene->root, "/dev/null", O_RDWR);
  struct stat st;
  if (null < 0 || fstat(null, &st) != 0 || !S_ISCHR(st.st_mode)) {
    return fail("open", "/dev/null");
  }
  return streams_adopt(streams, null, plan->uid, plan->gid);
}

/* Keeps only the standard streams and the channel, which closes at exec. */
static int close_the_rest(void) {
  if (channel_inner != FIRST_FREE) {
    if (dup3(channel_inner, FIRST_FREE, O_CLOEXEC) < 0) {
      return fail("dup3", "");
    }
    channel_inner = FIRST_FREE;
  }
  return kernel_close_range(FIRST_FREE + 1, ~0U) == 0 ? 0 : fail("close_range", "");
}

int init_run(const struct plan *plan, const char *staging, const struct entrance *entrance,
             struct streams *streams) {
  struct scene scene = {.plan = plan, .staging = staging, .root = -1, .null = -1, .slave = -1};
  umask(0);
  if (settle(plan, entrance) != 0 || mounts_root(&scene) != 0 || mounts_steps(&scene) != 0 ||
      connect_streams(plan, &scene, streams) != 0 || mounts_enter(&scene) != 0 ||
      close_the_rest() != 0) {
    return -1;
  }
  umask(022);
  /* First with all rights, as the command's user may lack them on the way; if even root may not,
     on a network file system say, then as that user. */
  int entered = command_enter_directory(plan->cwd, true);
  if (entered != 0 && failure.error != EACCES && failure.error != EPERM) {
    return -1;
  }
  if (identity_limit(plan) != 0 || identity_assume(plan) != 0) {
    return -1;
  }
  /* A change of user has cleared it. */
  if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) {
    return fail("set parent death signal", "");
  }
  if (entered != 0 && command_enter_directory(plan->cwd, false) != 0) {
    return -1;
  }
  return command_run(plan);
}
