/* New file systems and copies of mounts as detached trees, and their attachment by descriptor. */
#ifndef JBUILD_FILESYSTEM_H
#define JBUILD_FILESYSTEM_H

#include <stdint.h>

#include "plan.h"

/* Makes a file system, not yet visible anywhere. Returns its mount, or -1 with the failure noted. */
int filesystem_new(const char *type, const struct option *options, uint32_t count,
                   unsigned attributes);

/* Makes an overlay of the plan's root. */
int filesystem_overlay(const struct plan *plan, const char *staging);

/* Copies the mounts at a path (relative to dir, or the descriptor itself when empty). */
int filesystem_copy(int dir, const char *path, unsigned attributes);

/* Attaches a detached tree onto what a path descriptor refers to. */
int filesystem_attach(int tree, int target, const char *name);

#endif
