#define _GNU_SOURCE
#include "command.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"

#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

static int make_directories(const char *path) {
  char partial[PATH_MAX];
  size_t length = strlen(path);
  if (length >= sizeof partial) {
    return fail_with(ENAMETOOLONG, "make working directory", path);
  }
  memcpy(partial, path, length + 1);
  for (char *slash = strchr(partial + 1, '/');; slash = strchr(slash + 1, '/')) {
    if (slash) {
      *slash = 0;
    }
    if (mkdir(partial, 0755) != 0 && errno != EEXIST) {
      return fail("make working directory", partial);
    }
    if (!slash) {
      return 0;
    }
    *slash = '/';
  }
}

int command_enter_directory(const char *path, bool make) {
  int result = chdir(path);
  if (result != 0 && errno == ENOENT && make) {
    if (make_directories(path) != 0) {
      return -1;
    }
    result = chdir(path);
  }
  if (result != 0) {
    return fail("enter working directory", path);
  }
  char where[PATH_MAX];
  if (kernel_getcwd(where, sizeof where) < 0 || where[0] != '/') {
    return fail_with(EXDEV, "check that the working directory is inside the root", path);
  }
  return 0;
}

static int blame(int error, const char *subject) {
  fail_with(error, "exec", subject);
  failure.blame = error == ENOENT || error == ENOTDIR ? BLAME_MISSING : BLAME_COMMAND;
  return -1;
}

static int run(const struct plan *plan, const char *file) {
  execve(file, (char *const *)(uintptr_t)plan->argv, (char *const *)(uintptr_t)plan->env);
  return errno;
}

static const char *search_path(const struct plan *plan) {
  for (uint32_t i = 0; i < plan->env_count; i++) {
    if (strncmp(plan->env[i], "PATH=", 5) == 0) {
      return plan->env[i] + 5;
    }
  }
  return DEFAULT_PATH;
}

int command_run(const struct plan *plan) {
  const char *name = plan->argv[0];
  if (strchr(name, '/')) {
    return blame(run(plan, name), name);
  }
  int error = ENOENT;
  const char *path = search_path(plan);
  while (*name) {
    size_t length = strcspn(path, ":");
    char file[PATH_MAX];
    int written = snprintf(file, sizeof file, "%.*s/%s", (int)length, length ? path : ".", name);
    if ((size_t)written < sizeof file) {
      int result = run(plan, file);
      if (result != ENOENT && result != ENOTDIR && result != EACCES) {
        return blame(result, file);
      }
      if (result == EACCES) {
        error = EACCES; /* a later directory may have one that can be run */
      }
    }
    if (!path[length]) {
      break;
    }
    path += length + 1;
  }
  return blame(error, name);
}
