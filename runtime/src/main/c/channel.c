#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

int channel_inner = -1;

union control {
  struct cmsghdr header;
  char space[CMSG_SPACE(sizeof(int))];
};

int channel_open(int ends[2]) {
  if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
    return fail("socketpair", "");
  }
  return 0;
}

static int send_message(int fd, const struct message *message, int passed) {
  struct iovec part = {.iov_base = (void *)(uintptr_t)message, .iov_len = sizeof *message};
  struct msghdr header = {.msg_iov = &part, .msg_iovlen = 1};
  union control control;
  if (passed >= 0) {
    memset(&control, 0, sizeof control);
    header.msg_control = control.space;
    header.msg_controllen = sizeof control.space;
    struct cmsghdr *item = CMSG_FIRSTHDR(&header);
    item->cmsg_level = SOL_SOCKET;
    item->cmsg_type = SCM_RIGHTS;
    item->cmsg_len = CMSG_LEN(sizeof passed);
    memcpy(CMSG_DATA(item), &passed, sizeof passed);
  }
  ssize_t sent;
  do {
    sent = sendmsg(fd, &header, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? fail("sendmsg", "") : 0;
}

int channel_send_stub(const struct stub *stub) {
  struct message message = {.kind = MESSAGE_STUB};
  message.body.stub = *stub;
  return send_message(channel_inner, &message, -1);
}

int channel_send_terminal(int master) {
  struct message message = {.kind = MESSAGE_TERMINAL};
  return send_message(channel_inner, &message, master);
}

void channel_send_failure(void) {
  struct message message = {.kind = MESSAGE_FAILURE};
  message.body.failure = failure;
  send_message(channel_inner, &message, -1);
}

int channel_permit(int outer) {
  struct message message = {.kind = MESSAGE_GO};
  return send_message(outer, &message, -1);
}

static int receive(int fd, struct message *message, int *passed, int flags) {
  struct iovec part = {.iov_base = message, .iov_len = sizeof *message};
  union control control;
  struct msghdr header = {.msg_iov = &part,
                          .msg_iovlen = 1,
                          .msg_control = control.space,
                          .msg_controllen = sizeof control.space};
  memset(&control, 0, sizeof control);
  ssize_t got;
  do {
    got = recvmsg(fd, &header, flags | MSG_CMSG_CLOEXEC);
  } while (got < 0 && errno == EINTR);
  if (got == 0 || (got < 0 && errno == ECONNRESET)) {
    return 0;
  }
  if (got != (ssize_t)sizeof *message) {
    errno = got < 0 ? errno : EBADMSG;
    return -1;
  }
  struct cmsghdr *item = CMSG_FIRSTHDR(&header);
  if (passed && item && item->cmsg_type == SCM_RIGHTS) {
    memcpy(passed, CMSG_DATA(item), sizeof *passed);
  }
  return 1;
}

int channel_wait(void) {
  struct message message;
  int result = receive(channel_inner, &message, NULL, 0);
  if (result < 0) {
    return fail("recvmsg", "");
  }
  return result == 1 && message.kind == MESSAGE_GO
             ? 0
             : fail_with(EPIPE, "wait for the shim", "it went away");
}

int channel_receive(int outer, struct message *message, int *passed) {
  return receive(outer, message, passed, MSG_DONTWAIT);
}
