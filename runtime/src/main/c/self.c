#define _GNU_SOURCE
#include "self.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x10U
#endif
#define SEALS (F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE)

extern char **environ;

static int new_memory_file(void) {
  unsigned flags = MFD_CLOEXEC | MFD_ALLOW_SEALING;
  int copy = memfd_create("jbuild-launcher", flags | MFD_EXEC);
  if (copy < 0 && errno == EINVAL) {
    copy = memfd_create("jbuild-launcher", flags); /* before Linux 6.3 all were executable */
  }
  return copy;
}

static int copy_all(int from, int to) {
  struct stat st;
  if (fstat(from, &st) != 0) {
    return fail("stat", "/proc/self/exe");
  }
  off_t done = 0;
  while (done < st.st_size) {
    if (sendfile(to, from, &done, (size_t)(st.st_size - done)) <= 0) {
      return fail("copy the launcher", "/proc/self/exe");
    }
  }
  return 0;
}

int self_protect(char **argv) {
  int exe = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (exe < 0) {
    return fail("open", "/proc/self/exe");
  }
  int seals = fcntl(exe, F_GET_SEALS);
  if (seals >= 0 && (seals & SEALS) == SEALS) {
    close(exe);
    return 0;
  }
  int copy = new_memory_file();
  if (copy < 0) {
    return fail("memfd_create", "jbuild-launcher");
  }
  if (copy_all(exe, copy) != 0) {
    return -1;
  }
  if (fcntl(copy, F_ADD_SEALS, SEALS) != 0) {
    return fail("seal the launcher's copy", "");
  }
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", copy);
  execve(path, argv, environ);
  return fail("exec the launcher's copy", path);
}
