#include "failure.h"

#include <errno.h>
#include <stdio.h>

struct failure failure;

int fail_with(int error, const char *call, const char *subject) {
  failure.blame = BLAME_RUNTIME;
  failure.error = error;
  snprintf(failure.call, sizeof failure.call, "%s", call);
  snprintf(failure.subject, sizeof failure.subject, "%s", subject);
  return -1;
}

int fail(const char *call, const char *subject) { return fail_with(errno, call, subject); }

int fail_at(const char *call, const char *left, const char *right) {
  int error = errno;
  fail_with(error, call, left);
  size_t length = 0;
  while (failure.subject[length]) {
    length++;
  }
  snprintf(failure.subject + length, sizeof failure.subject - length, "/%s", right);
  return -1;
}
