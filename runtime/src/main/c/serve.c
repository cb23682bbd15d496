/* The shim's loop: signals in, bytes both ways, messages of the first process, its end. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "channel.h"
#include "failure.h"
#include "kernel.h"
#include "record.h"
#include "shim.h"
#include "terminal.h"

enum { AT_SIGNALS, AT_END, AT_CHANNEL, AT_PARENT, AT_RELAYS, ENTRIES = AT_RELAYS + 6 };

static void forward(struct shim *shim, int number) {
  if (shim->started) {
    kernel_pidfd_signal(shim->pidfd, number);
  } else {
    shim->pending |= 1ULL << number;
  }
}

static void take_signal(struct shim *shim) {
  struct signalfd_siginfo info;
  if (read(shim->signals, &info, sizeof info) != sizeof info) {
    return;
  }
  if (info.ssi_signo == SIGWINCH) {
    if (shim->streams.master >= 0) {
      terminal_copy_size(shim->streams.master);
    }
    return;
  }
  /* Ctrl-C and a hang-up of the terminal reach our parent as well; it passes them on if it said so.
     Ctrl-\ does not count: a JVM keeps SIGQUIT for itself. */
  bool shared = info.ssi_code == SI_KERNEL && info.ssi_signo != SIGQUIT;
  if (!(shared && shim->parent >= 0 && (shim->plan->flags & PLAN_PARENT_FORWARDS))) {
    forward(shim, (int)info.ssi_signo);
  }
}

static void command_runs(struct shim *shim) {
  close(shim->outer);
  shim->outer = -1;
  if (shim->failed || shim->ended || shim->started) {
    return;
  }
  shim->started = true;
  if (record_started(shim->record, shim->pid) != 0) {
    shim->failed = true;
    kernel_pidfd_signal(shim->pidfd, SIGKILL);
  }
  for (int number = 1; number < 64; number++) {
    if (shim->pending >> number & 1) {
      kernel_pidfd_signal(shim->pidfd, number);
    }
  }
}

/* Returns whether there may be more to receive. */
static bool take_message(struct shim *shim) {
  struct message message;
  int passed = -1;
  int result = channel_receive(shim->outer, &message, &passed);
  if (result < 0 && errno == EAGAIN) {
    return false;
  }
  if (result <= 0) {
    command_runs(shim);
    return false;
  }
  switch (message.kind) {
    case MESSAGE_STUB:
      if (shim->stub_count < MAX_STUBS) {
        shim->stubs[shim->stub_count++] = message.body.stub;
      }
      break;
    case MESSAGE_TERMINAL:
      streams_join_terminal(&shim->streams, shim->plan, passed);
      break;
    case MESSAGE_FAILURE:
      failure = message.body.failure;
      shim->failed = true;
      break;
    default:
      break;
  }
  return true;
}

static void take_end(struct shim *shim) {
  pid_t reaped = waitpid(shim->pid, &shim->status, WNOHANG);
  if (reaped == 0 || (reaped < 0 && errno == EINTR)) {
    return;
  }
  shim->ended = true;
  while (shim->outer >= 0 && take_message(shim)) {
  }
}

static void parent_is_gone(struct shim *shim) {
  close(shim->parent);
  shim->parent = -1;
  if (shim->plan->flags & PLAN_ENDS_WITH_PARENT) {
    kernel_pidfd_signal(shim->pidfd, SIGKILL);
  }
}

static bool all_delivered(const struct shim *shim) {
  return relay_done(&shim->streams.relays[STDOUT_FILENO]) &&
         relay_done(&shim->streams.relays[STDERR_FILENO]);
}

static void list_entries(const struct shim *shim, struct pollfd *entries) {
  entries[AT_SIGNALS] = (struct pollfd){.fd = shim->signals, .events = POLLIN};
  entries[AT_END] = (struct pollfd){.fd = shim->ended ? -1 : shim->pidfd, .events = POLLIN};
  entries[AT_CHANNEL] = (struct pollfd){.fd = shim->outer, .events = POLLIN};
  entries[AT_PARENT] = (struct pollfd){.fd = shim->parent, .events = POLLIN};
  for (int i = 0; i < 3; i++) {
    relay_interest(&shim->streams.relays[i], entries + AT_RELAYS + 2 * i);
  }
}

int shim_serve(struct shim *shim) {
  while (!shim->ended || !all_delivered(shim)) {
    struct pollfd entries[ENTRIES];
    list_entries(shim, entries);
    if (poll(entries, ENTRIES, -1) < 0) {
      if (errno == EINTR) {
        continue;
      }
      return fail("poll", "");
    }
    if (entries[AT_SIGNALS].revents) {
      take_signal(shim);
    }
    if (entries[AT_PARENT].revents) {
      parent_is_gone(shim);
    }
    if (entries[AT_CHANNEL].revents) {
      while (take_message(shim)) {
      }
    }
    for (int i = 0; i < 3; i++) {
      relay_move(&shim->streams.relays[i], entries + AT_RELAYS + 2 * i);
    }
    if (entries[AT_END].revents) {
      take_end(shim);
    }
  }
  return 0;
}
