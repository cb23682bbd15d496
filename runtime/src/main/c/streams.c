#define _GNU_SOURCE
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "failure.h"
#include "terminal.h"

#define PIPE_MAGIC 0x50495045

static bool is_pipe(int fd) {
  struct statfs fs;
  return fstatfs(fd, &fs) == 0 && fs.f_type == PIPE_MAGIC;
}

static bool is_null(int fd) {
  struct stat st;
  return fstat(fd, &st) != 0 || (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3));
}

static int make_pipe(struct streams *s, int fd) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return fail("pipe", "standard stream");
  }
  bool input = fd == STDIN_FILENO;
  int ours = ends[input ? 1 : 0];
  s->inner[fd] = ends[input ? 0 : 1];
  if (fcntl(ours, F_SETFL, O_NONBLOCK) != 0) {
    return fail("fcntl", "standard stream");
  }
  s->relays[fd].from = input ? fd : ours;
  s->relays[fd].to = input ? ours : fd;
  s->relays[fd].owns_to = input;
  s->relays[fd].to_is_shared = !input;
  return 0;
}

int streams_prepare(struct streams *s, const struct plan *plan) {
  s->master = -1;
  for (int fd = 0; fd < 3; fd++) {
    s->inner[fd] = s->relays[fd].from = s->relays[fd].to = -1;
  }
  if (plan->flags & PLAN_TERMINAL) {
    return 0;
  }
  for (int fd = 0; fd < 3; fd++) {
    if (is_null(fd) || (fd == STDIN_FILENO && !(plan->flags & PLAN_STDIN))) {
      continue;
    }
    if (is_pipe(fd)) {
      s->inner[fd] = fd;
    } else if (make_pipe(s, fd) != 0) {
      return -1;
    }
  }
  return 0;
}

void streams_release(struct streams *s) {
  for (int fd = 0; fd < 3; fd++) {
    if (s->inner[fd] > STDERR_FILENO) {
      close(s->inner[fd]);
    }
    s->inner[fd] = -1;
  }
}

void streams_join_terminal(struct streams *s, const struct plan *plan, int master) {
  s->master = master;
  fcntl(master, F_SETFL, O_NONBLOCK);
  terminal_copy_size(master);
  s->relays[1] = (struct relay){.from = master, .to = STDOUT_FILENO, .to_is_shared = true};
  if (plan->flags & PLAN_STDIN) {
    terminal_raw();
    s->relays[0] = (struct relay){.from = STDIN_FILENO, .to = master};
  }
}

int streams_adopt(struct streams *s, int null, uint32_t owner, uint32_t group) {
  for (int fd = 0; fd < 3; fd++) {
    int inner = s->inner[fd] < 0 ? null : s->inner[fd];
    if (inner != fd && dup2(inner, fd) < 0) {
      return fail("dup2", "standard stream");
    }
    if (is_pipe(fd) && fchown(fd, owner, group) != 0 && errno != EPERM && errno != EINVAL) {
      return fail("chown", "standard stream");
    }
  }
  return 0;
}
