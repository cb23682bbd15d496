/* The network namespace from inside. */
#ifndef JBUILD_NETWORK_H
#define JBUILD_NETWORK_H

/* Brings the loopback interface up. */
int network_loopback(void);

#endif
