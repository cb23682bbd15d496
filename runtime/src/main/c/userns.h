/*
 * Runs a command as root of a user namespace, so that an ordinary user may mount overlays and give
 * files to the users of an image.
 */
#ifndef JBUILD_USERNS_H
#define JBUILD_USERNS_H

/*
 * Becomes the command. Root becomes it as it is. Anybody else gets a new user namespace, in which
 * they are root and their subordinate IDs are the users and groups from 1 on, and a new mount
 * namespace; the process stays the same. Where that cannot be had, the command gets what can.
 *
 * The environment of the command tells what was done:
 *   _JBUILD_USERNS          UID:GID of the caller
 *   _JBUILD_USERNS_PROBLEM  when something is missing: "namespace:" or "ids:" and why
 *
 * Returns only when the command could not be run, having noted why.
 */
int userns_run(char **command);

#endif
