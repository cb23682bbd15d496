#define _GNU_SOURCE
#include "nodes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "failure.h"
#include "rooted.h"

#define PROC_MAGIC 0x9fa0

/* Opens the directory a node goes into; no link is followed. Leaves the node's name in `name`. */
static int open_parent(int root, const char *target, const char **name) {
  char directory[1024];
  const char *slash = strrchr(target, '/');
  size_t length = slash ? (size_t)(slash - target) : sizeof directory;
  if (length >= sizeof directory || !slash[1]) {
    return fail_with(EINVAL, "make node", target);
  }
  memcpy(directory, target, length);
  directory[length] = 0;
  *name = slash + 1;
  int parent = rooted_open(root, directory, O_PATH | O_DIRECTORY);
  return parent >= 0 ? parent : fail("open directory", directory);
}

int nodes_device(int root, const struct step *step) {
  const char *name;
  int parent = open_parent(root, step->target, &name);
  if (parent < 0) {
    return -1;
  }
  dev_t device = makedev(step->numbers[1], step->numbers[2]);
  int result = mknodat(parent, name, S_IFCHR | (step->numbers[0] & 0777), device);
  if (result != 0) {
    fail("mknod", step->target);
  }
  close(parent);
  return result;
}

int nodes_symlink(int root, const struct step *step) {
  const char *name;
  int parent = open_parent(root, step->target, &name);
  if (parent < 0) {
    return -1;
  }
  int result = symlinkat(step->text, parent, name);
  if (result != 0) {
    fail("symlink", step->target);
  }
  close(parent);
  return result;
}

int nodes_directory(int root, const struct step *step) {
  const char *name;
  int parent = open_parent(root, step->target, &name);
  if (parent < 0) {
    return -1;
  }
  int result = mkdirat(parent, name, step->numbers[0] & 07777);
  if (result != 0) {
    fail("mkdir", step->target);
  }
  close(parent);
  return result;
}

/* Only a file of a real proc is written to, whatever lies at the path (CVE-2019-16884). */
int nodes_sysctl(int root, const struct step *step) {
  int file = rooted_open(root, step->target, O_WRONLY);
  if (file < 0) {
    return errno == ENOENT ? 0 : fail("open kernel setting", step->target);
  }
  struct statfs fs;
  ssize_t length = (ssize_t)strlen(step->text);
  int result = 0;
  if (fstatfs(file, &fs) != 0 || fs.f_type != PROC_MAGIC) {
    result = fail_with(EXDEV, "write kernel setting", step->target);
  } else if (write(file, step->text, (size_t)length) != length) {
    result = fail("write kernel setting", step->target);
  }
  close(file);
  return result;
}

int nodes_null(int root) {
  int fd = rooted_open(root, "/dev/null", O_PATH);
  struct stat st;
  if (fd < 0 || fstat(fd, &st) != 0) {
    return fail("open", "/dev/null");
  }
  if (!S_ISCHR(st.st_mode) || st.st_rdev != makedev(1, 3)) {
    close(fd);
    return fail_with(ENODEV, "check that it is the null device", "/dev/null");
  }
  return fd;
}
