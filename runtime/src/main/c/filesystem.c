#define _GNU_SOURCE
#include "filesystem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"

/* Notes a failure together with what the file system itself has to say about it. */
static int fail_fs(int fs, const char *call, const char *subject) {
  char why[256];
  int error = errno;
  ssize_t length = read(fs, why, sizeof why - 1);
  close(fs);
  errno = error;
  if (length <= 2) {
    return fail(call, subject);
  }
  why[length] = 0; /* "e reason\n" */
  why[strcspn(why, "\n")] = 0;
  char both[600];
  snprintf(both, sizeof both, "%s: %s", subject, why + 2);
  return fail(call, both);
}

static int configure(int fs, const struct option *option) {
  return *option->value
             ? kernel_fsconfig(fs, JB_FSCONFIG_SET_STRING, option->key, option->value)
             : kernel_fsconfig(fs, JB_FSCONFIG_SET_FLAG, option->key, NULL);
}

static int finish(int fs, const char *type, unsigned attributes) {
  if (kernel_fsconfig(fs, JB_FSCONFIG_CMD_CREATE, NULL, NULL) != 0) {
    return fail_fs(fs, "create file system", type);
  }
  int mount = kernel_fsmount(fs, attributes);
  if (mount < 0) {
    return fail_fs(fs, "fsmount", type);
  }
  close(fs);
  return mount;
}

int filesystem_new(const char *type, const struct option *options, uint32_t count,
                   unsigned attributes) {
  int fs = kernel_fsopen(type);
  if (fs < 0) {
    return fail("fsopen", type);
  }
  /* What the table of mounts shows as its device. */
  if (kernel_fsconfig(fs, JB_FSCONFIG_SET_STRING, "source", type) != 0) {
    return fail_fs(fs, "name file system", type);
  }
  for (uint32_t i = 0; i < count; i++) {
    if (configure(fs, &options[i]) != 0) {
      return fail_fs(fs, "set mount option", options[i].key);
    }
  }
  return finish(fs, type, attributes);
}

/*
 * Before Linux 6.7 an overlay takes all its layers in one string of at most a page. Descriptors'
 * names in /proc keep it short enough for 128 layers; mount(2) needs a place, the staging directory.
 */
static int overlay_classic(const struct plan *plan, const char *staging) {
  char data[4096];
  size_t length = (size_t)snprintf(data, sizeof data, "lowerdir=");
  for (uint32_t i = 0; i < plan->lower_count && length < sizeof data; i++) {
    int layer = open(plan->lower[i], O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (layer < 0) {
      return fail("open layer", plan->lower[i]);
    }
    length += (size_t)snprintf(data + length, sizeof data - length, "%s/proc/self/fd/%d",
                               i ? ":" : "", layer);
  }
  int upper = open(plan->root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  int work = open(plan->work, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (upper < 0 || work < 0) {
    return fail("open overlay directory", upper < 0 ? plan->root : plan->work);
  }
  if (length < sizeof data) {
    length += (size_t)snprintf(data + length, sizeof data - length,
                               ",upperdir=/proc/self/fd/%d,workdir=/proc/self/fd/%d", upper, work);
  }
  for (uint32_t i = 0; i < plan->root_option_count && length < sizeof data; i++) {
    const struct option *o = &plan->root_options[i];
    length += (size_t)snprintf(data + length, sizeof data - length, ",%s%s%s", o->key,
                               *o->value ? "=" : "", o->value);
  }
  if (length >= sizeof data) {
    return fail_with(E2BIG, "mount overlay (too many layers for this kernel)", plan->root);
  }
  if (mount("overlay", staging, "overlay", 0, data) != 0) {
    return fail("mount overlay", plan->root);
  }
  int root = open(staging, O_PATH | O_DIRECTORY | O_CLOEXEC);
  return root >= 0 ? root : fail("open", staging);
}

static int attach_at(int tree, const char *place) {
  if (kernel_move_mount(tree, AT_FDCWD, place) != 0) {
    close(tree);
    return fail("move_mount", place);
  }
  return tree;
}

/*
 * Whether overlays take their layers one by one. Asking the kernel for its version is the only way:
 * before Linux 6.5 fsconfig takes any string and only the creation fails, with a line in its log.
 */
static int overlay_appends(void) {
  struct utsname kernel;
  int major = 0;
  int minor = 0;
  return uname(&kernel) == 0 && sscanf(kernel.release, "%d.%d", &major, &minor) == 2 &&
         (major > 6 || (major == 6 && minor >= 7));
}

int filesystem_overlay(const struct plan *plan, const char *staging) {
  int classic = plan->flags & PLAN_CLASSIC_OVERLAY || !overlay_appends();
  int fs = classic ? -1 : kernel_fsopen("overlay");
  if (fs < 0) {
    return overlay_classic(plan, staging);
  }
  for (uint32_t i = 0; i < plan->lower_count; i++) {
    if (kernel_fsconfig(fs, JB_FSCONFIG_SET_STRING, "lowerdir+", plan->lower[i]) != 0) {
      if (i == 0 && errno == EINVAL) {
        close(fs);
        return overlay_classic(plan, staging);
      }
      return fail_fs(fs, "add overlay layer", plan->lower[i]);
    }
  }
  struct option ends[] = {{"upperdir", plan->root}, {"workdir", plan->work}, {"source", "overlay"}};
  for (int i = 0; i < 3; i++) {
    if (configure(fs, &ends[i]) != 0) {
      return fail_fs(fs, "set overlay directory", ends[i].value);
    }
  }
  for (uint32_t i = 0; i < plan->root_option_count; i++) {
    if (configure(fs, &plan->root_options[i]) != 0) {
      return fail_fs(fs, "set overlay option", plan->root_options[i].key);
    }
  }
  int root = finish(fs, "overlay", 0);
  return root < 0 ? -1 : attach_at(root, staging);
}

int filesystem_copy(int dir, const char *path, unsigned attributes) {
  unsigned flags = JB_OPEN_TREE_CLONE | JB_AT_RECURSIVE | (*path ? 0 : JB_AT_EMPTY_PATH);
  int tree = kernel_open_tree(dir, path, flags);
  if (tree < 0) {
    return fail("open_tree", path);
  }
  struct mount_rules rules = {.set = attributes, .propagation = MS_PRIVATE};
  if (kernel_mount_setattr(tree, JB_AT_RECURSIVE, &rules) != 0) {
    close(tree);
    return fail("mount_setattr", path);
  }
  return tree;
}

int filesystem_attach(int tree, int target, const char *name) {
  int result = kernel_move_mount(tree, target, "");
  if (result != 0) {
    fail("mount onto", name);
  }
  close(target);
  return result;
}
