/* The launcher's own program file. */
#ifndef JBUILD_SELF_H
#define JBUILD_SELF_H

/*
 * Makes sure that this process runs from a copy that nobody can write to, by running itself again
 * from a sealed one if need be: the first process of a container is a copy of this one until it runs
 * its command, and through its /proc entry the container could reach the program file (CVE-2019-5736).
 * Returns 0 when that is so, -1 with the failure noted otherwise.
 */
int self_protect(char **argv);

#endif
