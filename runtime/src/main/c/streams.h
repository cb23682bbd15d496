/*
 * Decides, for each standard stream, whether the container gets the caller's own descriptor or a pipe
 * of ours, and keeps the relays for the latter.
 */
#ifndef JBUILD_STREAMS_H
#define JBUILD_STREAMS_H

#include "plan.h"
#include "relay.h"

struct streams {
  int inner[3]; /* what the container gets; -1 for its own /dev/null or terminal */
  int master;   /* the container's terminal; -1 for none */
  struct relay relays[3];
};

/* Before the container exists: looks at the caller's streams and makes the pipes. */
int streams_prepare(struct streams *streams, const struct plan *plan);

/* After it exists: gives up the container's ends. */
void streams_release(struct streams *streams);

/* When the container's terminal has come: joins it to the caller's streams. */
void streams_join_terminal(struct streams *streams, const struct plan *plan, int master);

/* Inside: puts the container's ends at 0, 1 and 2, and lets its user open them by name. */
int streams_adopt(struct streams *streams, int null, uint32_t owner, uint32_t group);

#endif
