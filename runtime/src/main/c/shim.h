/* The process that stays outside: makes the container, serves it, and records how it ended. */
#ifndef JBUILD_SHIM_H
#define JBUILD_SHIM_H

#include <stdbool.h>
#include <sys/types.h>

#include "plan.h"
#include "streams.h"
#include "stubs.h"

#define MAX_STUBS 256
#define HELD_NAMESPACES 3

struct shim {
  const struct plan *plan;
  const char *staging;
  int record;
  int outer;    /* our end of the channel; -1 when PID 1 has closed its */
  int parent;   /* of who started us; -1 when gone */
  int signals;
  int writable; /* the directory that takes the container's changes; -1 for none */
  int pidfd;
  pid_t pid;
  bool started; /* the command runs */
  bool failed;
  bool ended;
  int status;
  unsigned long long pending; /* signals that came before the command ran */
  int namespaces[HELD_NAMESPACES];
  struct streams streams;
  struct stub stubs[MAX_STUBS];
  int stub_count;
};

/*
 * Runs the container of a plan to its end. `state` is its state directory, of which `staging` is the
 * path. Returns the exit code of the launcher: 0 when the end, or why there was no start, is recorded.
 */
int shim_run(const struct plan *plan, int state, const char *staging);

/* Makes the container (birth.c). */
int shim_give_birth(struct shim *shim);

/* Serves it until it has ended and its output is delivered (serve.c). */
int shim_serve(struct shim *shim);

#endif
