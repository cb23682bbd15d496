/*
 * The container's record: the file "status" in its state directory, lines of key=value that are
 * appended whole, and a lock on it for as long as anything of the container is there. It outlives
 * the shim and whoever started it. Java's twin is StatusFile.
 */
#ifndef JBUILD_RECORD_H
#define JBUILD_RECORD_H

#include <stdbool.h>
#include <sys/types.h>

/* Creates the file and takes the lock. Returns its descriptor, or -1 with the failure noted. */
int record_open(int state);

/* The command runs as process `pid`. */
int record_started(int record, pid_t pid);

/* The command has ended with this wait status. */
int record_exited(int record, int wait_status, bool oom_killed);

/* The container could not be started; why is in `failure`. */
int record_failed(int record);

/* When a process started, in clock ticks since boot; tells it from a later one of the same number. */
unsigned long long record_start_time(pid_t pid);

#endif
