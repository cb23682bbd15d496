/*
 * Mount points that were made because the image had none. They are no part of what the container
 * wrote, so they are taken away again after it has ended, if they are still empty, and the times of
 * their directories are put back (as BuildKit does). PID 1 makes and reports them, the shim removes
 * them from the writable directory, never following a link (CVE-2024-23652).
 */
#ifndef JBUILD_STUBS_H
#define JBUILD_STUBS_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

struct stub {
  struct timespec before; /* modification time of the directory before, and after */
  struct timespec after;
  char path[1024];
};

/*
 * Notes the state of a directory in which something is about to be made. Returns whether it belongs
 * to the root file system itself and not to something mounted in it.
 */
bool stub_before(struct stub *stub, int root, int parent);

/* Reports `directory`/`name`, just made in `parent`, to the shim. */
int stub_made(struct stub *stub, int parent, const char *directory, const char *name);

/* Removes a stub below the writable directory if it is still empty. */
void stub_remove(const struct stub *stub, int writable);

#endif
