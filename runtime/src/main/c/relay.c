#include "relay.h"

#include <errno.h>
#include <unistd.h>

/* What poll promises room for: PIPE_BUF of a pipe, and some of a terminal. */
#define SHARED_CHUNK 4096

bool relay_done(const struct relay *r) {
  return (r->from < 0 && r->start == r->end) || (r->to < 0 && r->from < 0);
}

void relay_interest(const struct relay *r, struct pollfd entries[2]) {
  bool pending = r->start < r->end;
  entries[0] = (struct pollfd){.fd = pending ? -1 : r->from, .events = POLLIN};
  entries[1] = (struct pollfd){.fd = pending ? r->to : -1, .events = POLLOUT};
}

static void stop_writing(struct relay *r) {
  if (r->owns_to && r->to >= 0) {
    close(r->to);
  }
  r->to = -1;
  r->start = r->end = 0;
}

static void read_some(struct relay *r) {
  ssize_t got = read(r->from, r->buffer, sizeof r->buffer);
  if (got > 0) {
    r->start = 0;
    r->end = r->to < 0 ? 0 : (size_t)got; /* nobody listens: drain and drop */
  } else if (got == 0 || (errno != EINTR && errno != EAGAIN)) {
    r->from = -1; /* the end; EIO from the master of a terminal nobody has open is one, too */
    stop_writing(r);
  }
}

static void write_some(struct relay *r) {
  size_t size = r->end - r->start;
  if (r->to_is_shared && size > SHARED_CHUNK) {
    size = SHARED_CHUNK;
  }
  ssize_t put = write(r->to, r->buffer + r->start, size);
  if (put > 0) {
    r->start += (size_t)put;
  } else if (put < 0 && errno != EINTR && errno != EAGAIN) {
    stop_writing(r);
  }
}

void relay_move(struct relay *r, const struct pollfd entries[2]) {
  if (entries[1].fd >= 0 && entries[1].revents) {
    write_some(r);
  }
  if (entries[0].fd >= 0 && entries[0].revents) {
    read_some(r);
    if (r->to >= 0 && r->start < r->end && !r->to_is_shared) {
      write_some(r);
    }
  }
}
