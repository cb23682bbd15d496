/* Who the command runs as, and what it may do: ids, capabilities, limits, system call filter. */
#ifndef JBUILD_IDENTITY_H
#define JBUILD_IDENTITY_H

#include "plan.h"

/* Lowers resource limits; never raises one. */
int identity_limit(const struct plan *plan);

/* Takes on the user, the capabilities and the filter. Nothing privileged works afterwards. */
int identity_assume(const struct plan *plan);

#endif
