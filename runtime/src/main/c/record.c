#define _GNU_SOURCE
#include "record.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "failure.h"

#ifndef F_OFD_SETLKW
#define F_OFD_SETLKW 38
#endif

int record_open(int state) {
  int fd = openat(state, "status", O_RDWR | O_APPEND | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
                  0600);
  if (fd < 0) {
    return fail("open", "status");
  }
  /* Of the open file description: a child keeps it, and it conflicts with Java's FileLock. */
  struct flock lock = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  if (fcntl(fd, F_OFD_SETLKW, &lock) != 0) {
    close(fd);
    return fail("lock", "status");
  }
  return fd;
}

static long long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int append(int record, const char *line, int length) {
  return write(record, line, (size_t)length) == length ? 0 : fail("write", "status");
}

unsigned long long record_start_time(pid_t pid) {
  char path[40];
  char text[1024];
  snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return 0;
  }
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  text[length > 0 ? length : 0] = 0;
  char *field = strrchr(text, ')'); /* ends field 2; the start time is field 22 */
  for (int i = 2; field && i < 22; i++) {
    field = strchr(field + 1, ' ');
  }
  return field ? strtoull(field, NULL, 10) : 0;
}

int record_started(int record, pid_t pid) {
  char line[160];
  int length = snprintf(line, sizeof line,
                        "started pid=%d start=%llu shim=%d shimstart=%llu time=%lld\n", (int)pid,
                        record_start_time(pid), (int)getpid(), record_start_time(getpid()),
                        milliseconds());
  return append(record, line, length);
}

int record_exited(int record, int status, bool oom_killed) {
  char line[128];
  int length = snprintf(line, sizeof line, "exited code=%d signal=%d oom=%d time=%lld\n",
                        WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                        WIFSIGNALED(status) ? WTERMSIG(status) : 0, oom_killed, milliseconds());
  return append(record, line, length);
}

/* Anything but plain visible characters becomes %XX, so that a record is one line. */
static int escape(char *to, size_t size, const char *from) {
  size_t used = 0;
  for (const unsigned char *c = (const unsigned char *)from; *c && used + 4 < size; c++) {
    if (*c > ' ' && *c < 127 && *c != '%') {
      to[used++] = (char)*c;
    } else {
      used += (size_t)snprintf(to + used, size - used, "%%%02X", *c);
    }
  }
  to[used] = 0;
  return (int)used;
}

int record_failed(int record) {
  char call[3 * sizeof failure.call];
  char subject[3 * sizeof failure.subject];
  char line[sizeof call + sizeof subject + 128];
  escape(call, sizeof call, failure.call);
  escape(subject, sizeof subject, failure.subject);
  int length = snprintf(line, sizeof line, "failed blame=%d errno=%d call=%s subject=%s time=%lld\n",
                        failure.blame, failure.error, call, subject, milliseconds());
  return append(record, line, length);
}
