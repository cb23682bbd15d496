/*
 * What PID 1 of the container, before it runs the command, and the shim outside tell each other:
 * whole messages on one socket pair. The end of the stream tells the shim that the command runs, as
 * the socket is closed by exec.
 */
#ifndef JBUILD_CHANNEL_H
#define JBUILD_CHANNEL_H

#include "failure.h"
#include "stubs.h"

enum message_kind {
  MESSAGE_STUB = 1,    /* from PID 1: a mount point was made */
  MESSAGE_TERMINAL = 2, /* from PID 1: the master of its terminal comes along */
  MESSAGE_FAILURE = 3, /* from PID 1: it gives up */
  MESSAGE_GO = 4       /* from the shim: id maps are in place */
};

struct message {
  int32_t kind;
  union {
    struct stub stub;
    struct failure failure;
  } body;
};

/* The inner end, used by PID 1; set once before any of the calls below. */
extern int channel_inner;

int channel_open(int ends[2]);

int channel_send_stub(const struct stub *stub);
int channel_send_terminal(int master);
void channel_send_failure(void);

/* Waits for the shim's permission to go on. */
int channel_wait(void);

/* The shim's side. */
int channel_permit(int outer);

/* Receives one message without waiting. Returns 1, 0 at the end, -1 with errno. */
int channel_receive(int outer, struct message *message, int *passed);

#endif
