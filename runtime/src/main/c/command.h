/* The last steps inside: working directory and exec. */
#ifndef JBUILD_COMMAND_H
#define JBUILD_COMMAND_H

#include <stdbool.h>

#include "plan.h"

/*
 * Goes to the working directory, making it when it is missing and `make`, and checks that it is
 * inside the root (CVE-2024-21626).
 */
int command_enter_directory(const char *path, bool make);

/* Runs the command. Returns only on failure, with the blame noted. */
int command_run(const struct plan *plan);

#endif
