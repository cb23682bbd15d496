/* The container's first process, from its birth to the exec of the command. */
#ifndef JBUILD_INIT_H
#define JBUILD_INIT_H

#include "cgroup.h"
#include "plan.h"
#include "streams.h"

/* Sets up everything inside and runs the command. Returns only on failure, which is noted. */
int init_run(const struct plan *plan, const char *staging, const struct entrance *entrance,
             struct streams *streams);

#endif
