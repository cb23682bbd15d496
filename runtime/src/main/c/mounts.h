/*
 * The container's mount namespace, from the plan: the root, what is mounted in it, and the change
 * into it. Run by PID 1. Every target is resolved inside the root and mounted by descriptor.
 */
#ifndef JBUILD_MOUNTS_H
#define JBUILD_MOUNTS_H

#include "plan.h"

struct scene {
  const struct plan *plan;
  const char *staging; /* a directory of the host on which the root is mounted for a moment */
  int root;
  int null;  /* the container's own /dev/null, checked; -1 before */
  int slave; /* the container's terminal; -1 for none */
};

/* Makes all mounts private and mounts the root. */
int mounts_root(struct scene *scene);

/* Runs the steps of the plan, one after the other. */
int mounts_steps(struct scene *scene);

/* Makes the root the process's root and leaves the host's. */
int mounts_enter(struct scene *scene);

#endif
