#define _GNU_SOURCE
#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "failure.h"
#include "filesystem.h"
#include "kernel.h"
#include "nodes.h"
#include "rooted.h"
#include "terminal.h"

int mounts_root(struct scene *scene) {
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0) {
    return fail("make mounts private", "/");
  }
  if (scene->plan->root_kind == ROOT_OVERLAY) {
    scene->root = filesystem_overlay(scene->plan, scene->staging);
  } else {
    scene->root = filesystem_copy(AT_FDCWD, scene->plan->root, 0);
    if (scene->root >= 0 && kernel_move_mount(scene->root, AT_FDCWD, scene->staging) != 0) {
      return fail("move_mount", scene->staging);
    }
  }
  return scene->root < 0 ? -1 : 0;
}

static int attach(struct scene *scene, const struct step *step, int tree, mode_t kind) {
  int target = rooted_make(scene->root, step->target, step->follow != 0, kind);
  int result = target < 0 ? -1 : filesystem_attach(tree, target, step->target);
  close(tree);
  return result;
}

static int mount_filesystem(struct scene *scene, const struct step *step) {
  int tree = filesystem_new(step->text, step->options, step->option_count, step->numbers[0]);
  return tree < 0 ? -1 : attach(scene, step, tree, S_IFDIR);
}

static int mount_bind(struct scene *scene, const struct step *step) {
  int tree = filesystem_copy(AT_FDCWD, step->text, step->numbers[0]);
  if (tree < 0) {
    return -1;
  }
  struct stat st;
  if (fstat(tree, &st) != 0) {
    close(tree);
    return fail("stat", step->text);
  }
  return attach(scene, step, tree, S_ISDIR(st.st_mode) ? S_IFDIR : S_IFREG);
}

/* A read-only empty directory to mount. Each is a file system of its own: before Linux 6.15 a copy
   can be made only of what is attached. */
static int empty_directory(void) {
  struct option mode = {"mode", "755"};
  return filesystem_new("tmpfs", &mode, 1, ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV | ATTR_NOEXEC);
}

static int null_device(struct scene *scene) {
  if (scene->null < 0) {
    scene->null = nodes_null(scene->root);
  }
  return scene->null < 0 ? -1 : filesystem_copy(scene->null, "", 0);
}

/* Hides a path: a file behind /dev/null, a directory behind an empty one. Absent is well. */
static int mask(struct scene *scene, const struct step *step) {
  int target = rooted_open(scene->root, step->target, O_PATH);
  struct stat st;
  if (target < 0) {
    return errno == ENOENT || errno == ENOTDIR ? 0 : fail("open path to hide", step->target);
  }
  if (fstat(target, &st) != 0) {
    close(target);
    return fail("stat", step->target);
  }
  int cover = S_ISDIR(st.st_mode) ? empty_directory() : null_device(scene);
  if (cover < 0) {
    close(target);
    return -1;
  }
  int result = filesystem_attach(cover, target, step->target);
  close(cover);
  return result;
}

static int make_read_only(struct scene *scene, const struct step *step) {
  int target = rooted_open(scene->root, step->target, O_PATH);
  if (target < 0) {
    return errno == ENOENT || errno == ENOTDIR ? 0 : fail("open path to protect", step->target);
  }
  struct mount_rules rules = {.set = ATTR_RDONLY};
  if (kernel_mount_setattr(target, JB_AT_RECURSIVE, &rules) == 0) {
    close(target); /* it is the root of a mount itself */
    return 0;
  }
  int tree = filesystem_copy(target, "", ATTR_RDONLY);
  if (tree < 0) {
    close(target);
    return -1;
  }
  int result = filesystem_attach(tree, target, step->target);
  close(tree);
  return result;
}

static int run_step(struct scene *scene, const struct step *step) {
  switch (step->kind) {
    case STEP_FILESYSTEM:
      return mount_filesystem(scene, step);
    case STEP_BIND:
      return mount_bind(scene, step);
    case STEP_DEVICE:
      return nodes_device(scene->root, step);
    case STEP_SYMLINK:
      return nodes_symlink(scene->root, step);
    case STEP_DIRECTORY:
      return nodes_directory(scene->root, step);
    case STEP_MASK:
      return mask(scene, step);
    case STEP_READ_ONLY:
      return make_read_only(scene, step);
    case STEP_SYSCTL:
      return nodes_sysctl(scene->root, step);
    case STEP_CONSOLE:
      return terminal_make(scene);
    default:
      return fail_with(EINVAL, "run step", step->target);
  }
}

int mounts_steps(struct scene *scene) {
  for (uint32_t i = 0; i < scene->plan->step_count; i++) {
    if (run_step(scene, &scene->plan->steps[i]) != 0) {
      return -1;
    }
  }
  return 0;
}

int mounts_enter(struct scene *scene) {
  struct mount_rules rules = {.set = ATTR_RDONLY};
  if ((scene->plan->flags & PLAN_READ_ONLY_ROOT) &&
      kernel_mount_setattr(scene->root, 0, &rules) != 0) {
    return fail("make root read-only", scene->staging);
  }
  if (fchdir(scene->root) != 0) {
    return fail("fchdir", scene->staging);
  }
  /* Stacks the old root on the new one, from where it is dropped: no directory for it is needed. */
  if (kernel_pivot_root(".", ".") != 0) {
    return fail("pivot_root", scene->staging);
  }
  if (umount2(".", MNT_DETACH) != 0) {
    return fail("umount", "old root");
  }
  return chdir("/") == 0 ? 0 : fail("chdir", "/");
}
