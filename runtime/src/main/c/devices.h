/* Which devices a container may open, on cgroup version 2: an eBPF program on its cgroup. */
#ifndef JBUILD_DEVICES_H
#define JBUILD_DEVICES_H

#include "plan.h"

/* Loads the cgroup's program and attaches it to the directory. */
int devices_attach(int cgroup, const struct cgroup *group);

#endif
