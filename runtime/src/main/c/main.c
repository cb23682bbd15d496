/*
 * jbuild's container launcher.
 *
 *   jbuild-launcher run STATE_DIRECTORY     runs the container whose plan lies there
 *   jbuild-launcher kill PID START SIGNAL   signals a process if it is still the one that started then
 *   jbuild-launcher userns -- COMMAND...    becomes the command, in a user namespace unless root
 *
 * It decides nothing: the plan, written by the Java side, says what to do. How the container fares is
 * in the file "status" in the state directory; only what cannot be told there goes to standard error.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"
#include "plan.h"
#include "record.h"
#include "self.h"
#include "shim.h"
#include "userns.h"

static int complain(void) {
  fprintf(stderr, "jbuild-launcher: %s %s: %s\n", failure.call, failure.subject,
          strerror(failure.error));
  return BLAME_RUNTIME;
}

/* Reads the plan and takes it away: it may hold secrets in its environment. */
static int read_plan(int state, uint8_t **block, size_t *size) {
  int fd = openat(state, "plan", O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0) {
    return fail("open", "plan");
  }
  if (!S_ISREG(st.st_mode) || st.st_size > PLAN_MAX_SIZE) {
    return fail_with(EFBIG, "read", "plan");
  }
  *block = malloc((size_t)st.st_size + 1);
  if (!*block) {
    return fail("allocate", "plan");
  }
  *size = 0;
  ssize_t got;
  while ((got = read(fd, *block + *size, (size_t)st.st_size - *size)) > 0) {
    *size += (size_t)got;
  }
  if (got < 0 || *size != (size_t)st.st_size) {
    return fail("read", "plan");
  }
  close(fd);
  return unlinkat(state, "plan", 0) == 0 ? 0 : fail("remove", "plan");
}

/* A closed standard stream would be replaced by the next file we open. */
static void fill_standard_streams(void) {
  int fd;
  do {
    fd = open("/dev/null", O_RDWR | O_CLOEXEC);
  } while (fd >= 0 && fd <= STDERR_FILENO);
  close(fd);
}

static int run(const char *directory, char **argv) {
  uint8_t *block = NULL;
  size_t size = 0;
  struct plan plan;
  if (self_protect(argv) != 0) {
    return complain();
  }
  /* Run from a descriptor, we would be called by its number in lists of processes. */
  prctl(PR_SET_NAME, "jbuild-launcher", 0, 0, 0);
  fill_standard_streams();
  int state = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (state < 0) {
    fail("open", directory);
    return complain();
  }
  if (read_plan(state, &block, &size) != 0 || plan_decode(block, size, &plan) != 0) {
    return complain();
  }
  int result = shim_run(&plan, state, directory);
  if (result != 0) {
    complain();
  }
  plan_free(&plan);
  free(block);
  return result;
}

static int send_signal(const char *pid, const char *start, const char *number) {
  int pidfd = kernel_pidfd_open((pid_t)strtol(pid, NULL, 10));
  /* Open first, then compare: the number cannot be given to another process in between. */
  if (pidfd < 0 || record_start_time((pid_t)strtol(pid, NULL, 10)) != strtoull(start, NULL, 10)) {
    return 0;
  }
  if (kernel_pidfd_signal(pidfd, (int)strtol(number, NULL, 10)) != 0 && errno != ESRCH) {
    fail("signal process", pid);
    return complain();
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "run") == 0) {
    return run(argv[2], argv);
  }
  if (argc == 5 && strcmp(argv[1], "kill") == 0) {
    return send_signal(argv[2], argv[3], argv[4]);
  }
  if (argc > 3 && strcmp(argv[1], "userns") == 0 && strcmp(argv[2], "--") == 0) {
    userns_run(argv + 3);
    complain();
    return failure.blame;
  }
  fprintf(stderr, "jbuild-launcher: part of jbuild, not meant to be run by hand\n");
  return BLAME_RUNTIME;
}
