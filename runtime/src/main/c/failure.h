/*
 * What went wrong, kept until the one place that reports it. A function that fails notes the call,
 * its subject and errno here and returns -1; its callers return -1 in turn.
 */
#ifndef JBUILD_FAILURE_H
#define JBUILD_FAILURE_H

#include <stdint.h>

/* Who is to blame; the values are the exit codes docker uses for them. */
enum blame { BLAME_RUNTIME = 125, BLAME_COMMAND = 126, BLAME_MISSING = 127 };

struct failure {
  int32_t blame;
  int32_t error;
  char call[48];
  char subject[600];
};

extern struct failure failure;

/* Notes a failed call with the current errno. Returns -1 always. */
int fail(const char *call, const char *subject);

/* The same with an errno of the caller's choice. */
int fail_with(int error, const char *call, const char *subject);

/* The same for "left/right" as the subject. */
int fail_at(const char *call, const char *left, const char *right);

#endif
