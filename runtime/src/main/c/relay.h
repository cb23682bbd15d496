/*
 * Moves bytes between the caller's streams and the container's, for streams that are not handed to
 * the container as they are: terminals, and files, which a container could otherwise reopen through
 * /proc/self/fd with rights the caller did not mean to give.
 */
#ifndef JBUILD_RELAY_H
#define JBUILD_RELAY_H

#include <poll.h>
#include <stdbool.h>
#include <stddef.h>

#define RELAY_BUFFER 65536

struct relay {
  int from; /* -1 when there is nothing more to read */
  int to;   /* -1 when nothing more can be written */
  bool owns_to; /* whether `to` is closed at the end of the stream */
  bool to_is_shared; /* a description others use too: must be asked before each small write */
  size_t start, end; /* what of the buffer is still to be written */
  char buffer[RELAY_BUFFER];
};

/* Whether this relay has nothing left to do. */
bool relay_done(const struct relay *relay);

/* Fills in what to poll for; writes two entries. */
void relay_interest(const struct relay *relay, struct pollfd entries[2]);

/* Moves what can be moved without waiting, after poll has filled in the same two entries. */
void relay_move(struct relay *relay, const struct pollfd entries[2]);

#endif
