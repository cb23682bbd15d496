#define _GNU_SOURCE
#include "network.h"

#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "failure.h"

int network_loopback(void) {
  int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    return fail("socket", "loopback");
  }
  struct ifreq request;
  memset(&request, 0, sizeof request);
  strcpy(request.ifr_name, "lo");
  int result = ioctl(fd, SIOCGIFFLAGS, &request);
  request.ifr_flags |= IFF_UP;
  if (result == 0) {
    result = ioctl(fd, SIOCSIFFLAGS, &request);
  }
  if (result != 0) {
    fail("bring up", "loopback");
  }
  close(fd);
  return result;
}
