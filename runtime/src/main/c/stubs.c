#define _GNU_SOURCE
#include "stubs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "channel.h"
#include "rooted.h"

bool stub_before(struct stub *stub, int root, int parent) {
  struct stat top;
  struct stat st;
  memset(stub, 0, sizeof *stub);
  if (fstat(root, &top) != 0 || fstat(parent, &st) != 0) {
    return false;
  }
  stub->before = st.st_mtim;
  return st.st_dev == top.st_dev;
}

int stub_made(struct stub *stub, int parent, const char *directory, const char *name) {
  struct stat st;
  if (fstat(parent, &st) == 0) {
    stub->after = st.st_mtim;
  }
  int length = snprintf(stub->path, sizeof stub->path, "%s/%s", directory, name);
  if ((size_t)length >= sizeof stub->path) {
    return 0; /* left behind: too deep to be one of the usual mount points */
  }
  return channel_send_stub(stub);
}

static int same(struct timespec a, struct timespec b) {
  return a.tv_sec == b.tv_sec && a.tv_nsec == b.tv_nsec;
}

void stub_remove(const struct stub *stub, int writable) {
  char directory[sizeof stub->path];
  memcpy(directory, stub->path, sizeof directory);
  directory[sizeof directory - 1] = 0;
  char *slash = strrchr(directory, '/');
  if (!slash) {
    return;
  }
  *slash = 0;
  const char *name = slash + 1;
  int parent = rooted_open(writable, directory, O_RDONLY | O_DIRECTORY);
  if (parent < 0) {
    return; /* on a mounted volume, not in the writable directory */
  }
  struct stat was;
  struct stat st;
  if (fstat(parent, &was) == 0 && fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
    int gone = S_ISDIR(st.st_mode)                     ? unlinkat(parent, name, AT_REMOVEDIR)
               : S_ISREG(st.st_mode) && st.st_size == 0 ? unlinkat(parent, name, 0)
                                                        : -1;
    if (gone == 0 && same(was.st_mtim, stub->after)) {
      struct timespec times[2] = {{.tv_nsec = UTIME_OMIT}, stub->before};
      futimens(parent, times);
    }
  }
  close(parent);
}
