/* The container's cgroups, from the shim's side. */
#ifndef JBUILD_CGROUP_H
#define JBUILD_CGROUP_H

#include <stdbool.h>

#include "plan.h"

#define MAX_CGROUPS 16

/* Makes the directories and writes the limits. */
int cgroup_make(const struct plan *plan);

/* Where a process enters: the "tasks" files of version 1, the directory of version 2. */
struct entrance {
  int tasks[MAX_CGROUPS];
  int task_count;
  int unified; /* for clone3 to start the container in; -1 for none */
};

int cgroup_open(const struct plan *plan, struct entrance *entrance);

/*
 * Moves this process, which must have one thread only, into the version 1 cgroups. A thread that
 * moves itself by "0" in "tasks" takes 40 us; moving another process by its id takes a lock whose
 * writer waits for an RCU grace period, 6 to 15 ms.
 */
int cgroup_enter(const struct entrance *entrance);

/* Whether the kernel killed a process of the container because memory ran out. */
bool cgroup_had_oom_kill(const struct plan *plan);

/* Removes the directories; waits a little for the kernel to let go of them. */
void cgroup_remove(const struct plan *plan);

#endif
