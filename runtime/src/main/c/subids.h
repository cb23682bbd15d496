/*
 * The user and group IDs that /etc/subuid and /etc/subgid set aside for a user, subuid(5). The files
 * name the user by name or number; a user may have several ranges.
 */
#ifndef JBUILD_SUBIDS_H
#define JBUILD_SUBIDS_H

#include <stdint.h>
#include <sys/types.h>

#define SUBIDS_MAX 32

struct subids {
  struct {
    uint32_t start;
    uint32_t count;
  } ranges[SUBIDS_MAX];
  uint32_t size;
};

/*
 * Reads the ranges of a user from a file in the form of subuid(5). Lines that say nothing, ranges
 * that overlap an earlier one or hold `own`, and ranges after the SUBIDS_MAXth are left out. A file
 * that cannot be read has none.
 */
void subids_read(const char *file, const char *name, uid_t user, uint32_t own, struct subids *result);

/*
 * The name of a user in a file in the form of passwd(5). Returns whether it is there and has room.
 */
int subids_user_name(const char *passwd, uid_t user, char *name, size_t size);

#endif
