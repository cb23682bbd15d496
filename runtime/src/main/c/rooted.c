#define _GNU_SOURCE
#include "rooted.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"
#include "stubs.h"

#define MAX_LINKS 40

int rooted_open(int root, const char *path, int flags) {
  while (*path == '/') {
    path++;
  }
  struct open_rules rules = {
      .flags = (uint64_t)(unsigned)(flags | O_CLOEXEC),
      .resolve = RULE_BENEATH | RULE_NO_SYMLINKS | RULE_NO_MAGICLINKS,
  };
  int fd;
  do {
    fd = kernel_openat2(root, *path ? path : ".", &rules);
  } while (fd < 0 && (errno == EAGAIN || errno == EINTR));
  return fd;
}

/* A walk: `done` is resolved and free of links, `rest` is still to come. */
struct walk {
  int root;
  bool follow;
  mode_t kind;
  int links;
  struct rooted_path done;
  char rest[4096];
};

/* Cuts the next component off `rest`. Returns whether it is the last one. */
static bool next_component(struct walk *w, char *name, size_t size) {
  char *start = w->rest + strspn(w->rest, "/");
  size_t length = strcspn(start, "/");
  snprintf(name, size, "%.*s", (int)length, start);
  char *after = start + length;
  after += strspn(after, "/");
  memmove(w->rest, after, strlen(after) + 1);
  return w->rest[0] == 0;
}

static int append(struct walk *w, const char *name) {
  size_t length = strlen(w->done.text);
  size_t room = sizeof w->done.text - length;
  int written = snprintf(w->done.text + length, room, "%s%s", length ? "/" : "", name);
  return (size_t)written < room ? 0 : fail_with(ENAMETOOLONG, "resolve", name);
}

static void go_up(struct walk *w) {
  char *slash = strrchr(w->done.text, '/');
  *(slash ? slash : w->done.text) = 0;
}

/* Puts a link's text in front of what is still to come. */
static int follow_link(struct walk *w, int parent, const char *name) {
  char target[4096];
  ssize_t length = readlinkat(parent, name, target, sizeof target - 1);
  if (length < 0) {
    return fail_at("readlink", w->done.text, name);
  }
  target[length] = 0;
  if (!w->follow || ++w->links > MAX_LINKS) {
    errno = ELOOP;
    return fail_at("resolve (symbolic link where none is allowed)", w->done.text, name);
  }
  if (target[0] == '/') {
    w->done.text[0] = 0;
  }
  char joined[sizeof w->rest];
  int written = snprintf(joined, sizeof joined, "%s/%s", target, w->rest);
  if ((size_t)written >= sizeof joined) {
    return fail_with(ENAMETOOLONG, "resolve", target);
  }
  memcpy(w->rest, joined, (size_t)written + 1);
  return 0;
}

static int create(struct walk *w, int parent, const char *name, bool last) {
  bool directory = !last || S_ISDIR(w->kind);
  struct stub stub;
  bool ours = stub_before(&stub, w->root, parent);
  int result = directory ? mkdirat(parent, name, 0755) : mknodat(parent, name, S_IFREG | 0644, 0);
  if (result != 0 && errno != EEXIST) {
    return fail_at(directory ? "mkdir" : "mknod", w->done.text, name);
  }
  return result == 0 && ours ? stub_made(&stub, parent, w->done.text, name) : 0;
}

/* Takes one component: 0 done, -1 failed. */
static int step(struct walk *w) {
  char name[256];
  bool last = next_component(w, name, sizeof name);
  if (!*name || strcmp(name, ".") == 0) {
    return 0;
  }
  if (strcmp(name, "..") == 0) {
    go_up(w);
    return 0;
  }
  int parent = rooted_open(w->root, w->done.text, O_PATH | O_DIRECTORY);
  if (parent < 0) {
    return fail("open directory", w->done.text);
  }
  struct stat st;
  int result;
  if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0) {
    result = S_ISLNK(st.st_mode) ? follow_link(w, parent, name) : append(w, name);
  } else if (errno == ENOENT) {
    result = create(w, parent, name, last);
    result = result == 0 ? append(w, name) : result;
  } else {
    result = fail_at("stat", w->done.text, name);
  }
  close(parent);
  return result;
}

int rooted_make(int root, const char *path, bool follow, mode_t kind) {
  /* Most targets exist and hold no link: one call then. */
  int fd = rooted_open(root, path, O_PATH);
  if (fd >= 0 || (errno != ENOENT && errno != ELOOP)) {
    return fd >= 0 ? fd : fail("open mount point", path);
  }
  struct walk w = {.root = root, .follow = follow, .kind = kind};
  if (strlen(path) >= sizeof w.rest) {
    return fail_with(ENAMETOOLONG, "resolve", path);
  }
  strcpy(w.rest, path);
  while (w.rest[0]) {
    if (step(&w) != 0) {
      return -1;
    }
  }
  fd = rooted_open(root, w.done.text, O_PATH);
  return fd >= 0 ? fd : fail("open mount point", path);
}
