/*
 * Paths of the container, resolved inside its root and never outside, whatever links its image
 * holds and whatever a process beside us swaps meanwhile (CVE-2021-30465, CVE-2024-45310).
 */
#ifndef JBUILD_ROOTED_H
#define JBUILD_ROOTED_H

#include <stdbool.h>
#include <sys/stat.h>

struct rooted_path {
  char text[4096]; /* relative to the root, without links; empty for the root itself */
};

/* Opens a path, never following a symbolic link in it. ENOENT and ELOOP are left in errno. */
int rooted_open(int root, const char *path, int flags);

/*
 * Finds what an absolute path of the container means, making what is missing of it: directories,
 * and at its end a directory or an empty file. Links are followed inside the root when `follow`,
 * refused otherwise. Returns a path descriptor of it, or -1 with the failure noted.
 */
int rooted_make(int root, const char *path, bool follow, mode_t kind);

#endif
