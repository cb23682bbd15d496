#define _GNU_SOURCE
#include "terminal.h"

#include <fcntl.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "channel.h"
#include "failure.h"
#include "filesystem.h"
#include "mounts.h"
#include "rooted.h"

#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif

static bool raw;
static struct termios before;

/*
 * The slave comes from the master by ioctl, not by its name in /dev/pts, which another process could
 * have replaced by a link (CVE-2025-52565).
 */
int terminal_make(struct scene *scene) {
  int unlock = 0;
  int master = rooted_open(scene->root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY);
  if (master < 0) {
    return fail("open", "/dev/pts/ptmx");
  }
  if (ioctl(master, TIOCSPTLCK, &unlock) != 0) {
    close(master);
    return fail("unlock terminal", "/dev/pts/ptmx");
  }
  scene->slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (scene->slave < 0) {
    close(master);
    return fail("open terminal", "/dev/pts/ptmx");
  }
  terminal_copy_size(master); /* before the command can ask for it */
  int result = channel_send_terminal(master);
  close(master);
  int tree = result == 0 ? filesystem_copy(scene->slave, "", 0) : -1;
  int target = tree < 0 ? -1 : rooted_make(scene->root, "/dev/console", false, S_IFREG);
  result = target < 0 ? -1 : filesystem_attach(tree, target, "/dev/console");
  close(tree);
  return result;
}

int terminal_adopt(int slave, uint32_t owner) {
  if (ioctl(slave, TIOCSCTTY, 0) != 0) {
    return fail("ioctl TIOCSCTTY", "terminal");
  }
  if (fchown(slave, owner, (gid_t)-1) != 0) {
    return fail("chown", "terminal");
  }
  for (int fd = 0; fd < 3; fd++) {
    if (dup2(slave, fd) < 0) {
      return fail("dup2", "terminal");
    }
  }
  return 0;
}

void terminal_raw(void) {
  struct termios settings;
  if (tcgetattr(STDIN_FILENO, &before) != 0) {
    return; /* not a terminal: nothing to set */
  }
  settings = before;
  cfmakeraw(&settings);
  raw = tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0;
}

void terminal_restore(void) {
  if (raw) {
    tcsetattr(STDIN_FILENO, TCSADRAIN, &before);
    raw = false;
  }
}

void terminal_copy_size(int master) {
  struct winsize size;
  for (int fd = 0; fd < 3; fd++) {
    if (ioctl(fd, TIOCGWINSZ, &size) == 0) {
      ioctl(master, TIOCSWINSZ, &size);
      return;
    }
  }
}
