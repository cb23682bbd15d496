/*
 * The container's terminal. PID 1 makes it in the container's own devpts and hands the master to the
 * shim, which joins it to the terminal it was started from.
 */
#ifndef JBUILD_TERMINAL_H
#define JBUILD_TERMINAL_H

#include <stdint.h>

struct scene;

/* PID 1: makes the terminal, puts it at /dev/console, and sends the master to the shim. */
int terminal_make(struct scene *scene);

/* PID 1: makes the terminal the controlling one of this session and its standard streams. */
int terminal_adopt(int slave, uint32_t owner);

/* Shim: puts the outer terminal, if descriptor 0 is one, into raw mode. */
void terminal_raw(void);

/* Shim: undoes terminal_raw; does nothing when that did nothing. */
void terminal_restore(void);

/* Shim: gives the container's terminal the size of the outer one. */
void terminal_copy_size(int master);

#endif
