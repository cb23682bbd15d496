#define _GNU_SOURCE
#include "userns.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"
#include "subids.h"

#define CALLER "_JBUILD_USERNS"
#define PROBLEM "_JBUILD_USERNS_PROBLEM"
#define UNSHARED "_JBUILD_UNSHARED" /* set by `jbuild unshare`, for its own namespace alone */
#define NUMBER_SIZE 11 /* digits of an ID and the end */

/* newuidmap(1) or newgidmap(1), which waits until there is a namespace whose map it may write. */
struct mapper {
  const char *program;
  const char *file;
  struct subids ids;
  pid_t pid;
  int words; /* what it says when it fails comes here */
};

static void note_problem(const char *kind, const char *what, const char *why) {
  char text[512];
  snprintf(text, sizeof text, "%s:%s%s%s", kind, what, *why ? ": " : "", why);
  text[strcspn(text, "\n")] = 0;
  setenv(PROBLEM, text, 0); /* the first one is what matters */
}

/* What a mapper does once it may: 0 is the caller, 1 and up are the ranges one after the other. */
static void map(const struct mapper *mapper, pid_t process, uint32_t own) {
  char numbers[2 + 3 * (SUBIDS_MAX + 1)][NUMBER_SIZE];
  char *words[3 + 3 * (SUBIDS_MAX + 1)];
  uint32_t values[2 + 3 * (SUBIDS_MAX + 1)] = {(uint32_t)process, 0, own, 1};
  size_t count = 4;
  uint32_t inside = 1;
  for (uint32_t i = 0; i < mapper->ids.size; i++) {
    values[count++] = inside;
    values[count++] = mapper->ids.ranges[i].start;
    values[count++] = mapper->ids.ranges[i].count;
    inside += mapper->ids.ranges[i].count;
  }
  words[0] = (char *)(uintptr_t)mapper->program;
  for (size_t i = 0; i < count; i++) {
    snprintf(numbers[i], sizeof numbers[i], "%u", (unsigned)values[i]);
    words[i + 1] = numbers[i];
  }
  words[count + 1] = NULL;
  execvp(mapper->program, words);
  dprintf(STDERR_FILENO, "%s: %s\n", mapper->program,
          errno == ENOENT ? "it is not installed" : strerror(errno));
}

/*
 * Starts a mapper while this process is still in the caller's namespace. It goes on when a byte
 * comes from `go`, and ends when that closes without one.
 */
static int start(struct mapper *mapper, uint32_t own, const int go[2]) {
  int words[2];
  pid_t process = getpid();
  if (pipe2(words, O_CLOEXEC) != 0) {
    return fail("pipe", mapper->program);
  }
  mapper->pid = fork();
  if (mapper->pid < 0) {
    return fail("fork", mapper->program);
  }
  if (mapper->pid == 0) {
    char byte;
    close(go[1]);
    if (read(go[0], &byte, 1) == 1 && dup2(words[1], STDERR_FILENO) >= 0) {
      map(mapper, process, own);
    }
    _exit(1);
  }
  close(words[1]);
  mapper->words = words[0];
  return 0;
}

/* Waits for a mapper's end. Returns whether it has written the map. */
static bool finish(struct mapper *mapper, bool wanted) {
  int status = 0;
  pid_t ended;
  do {
    ended = waitpid(mapper->pid, &status, 0);
  } while (ended < 0 && errno == EINTR);
  bool done = ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
  if (!done && wanted) {
    char words[256];
    ssize_t got = read(mapper->words, words, sizeof words - 1);
    words[got > 0 ? got : 0] = 0;
    note_problem("ids", got > 0 ? words : mapper->program, got > 0 ? "" : "it failed");
  }
  close(mapper->words);
  return done;
}

static int write_file(const char *file, const char *text) {
  int fd = open(file, O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return fail("open", file);
  }
  ssize_t written = write(fd, text, strlen(text));
  int result = written == (ssize_t)strlen(text) ? 0 : fail("write", file);
  close(fd);
  return result;
}

/* Maps the caller alone, which everybody may. */
static int map_self(const char *file, uint32_t own) {
  char line[32];
  snprintf(line, sizeof line, "0 %u 1", (unsigned)own);
  return write_file(file, line);
}

static void note_missing_ranges(const struct mapper *mapper, const char *name, uid_t uid) {
  char text[160];
  snprintf(text, sizeof text, "%s has no range for user %u%s%.64s%s", mapper->file, (unsigned)uid,
           *name ? " (" : "", name, *name ? ")" : "");
  note_problem("ids", text, "");
}

/* The name under which the caller's ranges may stand; empty when there is none. */
static void find_name(uid_t uid, char *name, size_t size) {
  name[0] = 0;
  if (!subids_user_name("/etc/passwd", uid, name, size)) {
    /* A user of a directory service. The programs that write the maps ask that themselves. */
    const char *said = getenv("USER");
    if (said && strlen(said) < size) {
      strcpy(name, said);
    }
  }
}

static int fill_maps(struct mapper *users, struct mapper *groups, bool ranges, uid_t uid, gid_t gid) {
  bool users_mapped = ranges && finish(users, true);
  bool groups_mapped = ranges && finish(groups, true);
  if (!users_mapped && map_self("/proc/self/uid_map", uid) != 0) {
    return -1;
  }
  if (!groups_mapped) {
    /* Not for files of Linux before 3.19, which ask for nothing. */
    if (write_file("/proc/self/setgroups", "deny") != 0 && failure.error != ENOENT) {
      return -1;
    }
    return map_self("/proc/self/gid_map", gid);
  }
  return 0;
}

static int enter(struct mapper *users, struct mapper *groups, bool ranges, int go[2], uid_t uid,
                 gid_t gid) {
  if (ranges && (start(users, uid, go) != 0 || start(groups, gid, go) != 0)) {
    return -1;
  }
  close(go[0]);
  bool entered = unshare((int)(JB_CLONE_NEWUSER | JB_CLONE_NEWNS)) == 0;
  if (!entered) {
    fail("unshare", "");
  } else if (ranges && write(go[1], "gg", 2) != 2) {
    entered = false;
    fail("write", "pipe");
  }
  close(go[1]);
  if (!entered) {
    if (ranges) {
      finish(users, false);
      finish(groups, false);
    }
    return -1;
  }
  if (fill_maps(users, groups, ranges, uid, gid) != 0) {
    return -1;
  }
  /* Later mounts of the host are seen here, ours are not seen there. The first call that needs the
   * rights of the namespace: some systems let anybody make one and give none. */
  return mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) == 0 ? 0 : fail("mount", "/");
}

static void set_up(uid_t uid, gid_t gid) {
  struct mapper users = {.program = "newuidmap", .file = "/etc/subuid"};
  struct mapper groups = {.program = "newgidmap", .file = "/etc/subgid"};
  char name[256];
  int go[2];
  find_name(uid, name, sizeof name);
  subids_read(users.file, name, uid, uid, &users.ids);
  subids_read(groups.file, name, uid, gid, &groups.ids);
  bool ranges = users.ids.size > 0 && groups.ids.size > 0;
  if (!ranges) {
    note_missing_ranges(users.ids.size ? &groups : &users, name, uid);
  }
  if (pipe2(go, O_CLOEXEC) != 0) {
    fail("pipe", "");
  } else if (enter(&users, &groups, ranges, go, uid, gid) == 0) {
    return;
  }
  unsetenv(PROBLEM);
  note_problem("namespace", failure.call, strerror(failure.error));
}

int userns_run(char **command) {
  uid_t uid = geteuid();
  gid_t gid = getegid();
  if (uid != 0) {
    char caller[2 * NUMBER_SIZE];
    struct sigaction before, normal = {.sa_handler = SIG_DFL};
    snprintf(caller, sizeof caller, "%u:%u", (unsigned)uid, (unsigned)gid);
    unsetenv(PROBLEM);
    unsetenv(UNSHARED);
    /* A caller that ignores the end of its children would hide ours from us. */
    sigaction(SIGCHLD, &normal, &before);
    set_up(uid, gid);
    sigaction(SIGCHLD, &before, NULL);
    if (setenv(CALLER, caller, 1) != 0) {
      return fail("setenv", CALLER);
    }
  }
  /* A JVM that becomes the command, as for `jbuild unshare`, has signals blocked. */
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) {
    return fail("sigprocmask", "");
  }
  execvp(command[0], command);
  fail("exec", command[0]);
  failure.blame = failure.error == ENOENT || failure.error == ENOTDIR ? BLAME_MISSING : BLAME_COMMAND;
  return -1;
}
