/* Device nodes, links, directories and kernel settings inside the container's root. */
#ifndef JBUILD_NODES_H
#define JBUILD_NODES_H

#include "plan.h"

int nodes_device(int root, const struct step *step);
int nodes_symlink(int root, const struct step *step);
int nodes_directory(int root, const struct step *step);
int nodes_sysctl(int root, const struct step *step);

/* Opens the container's /dev/null, sure that it is that device (CVE-2025-31133). */
int nodes_null(int root);

#endif
