#define _GNU_SOURCE
#include "identity.h"

#include <errno.h>
#include <grp.h>
#include <stdbool.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"

int identity_limit(const struct plan *plan) {
  for (uint32_t i = 0; i < plan->limit_count; i++) {
    struct rlimit now;
    int resource = (int)plan->limits[i].resource;
    if (getrlimit(resource, &now) != 0) {
      return fail("getrlimit", "");
    }
    if (plan->limits[i].hard < now.rlim_max) {
      now.rlim_max = plan->limits[i].hard;
    }
    now.rlim_cur = plan->limits[i].soft < now.rlim_max ? plan->limits[i].soft : now.rlim_max;
    if (setrlimit(resource, &now) != 0) {
      return fail("setrlimit", "");
    }
  }
  return 0;
}

static int install_filter(const struct plan *plan) {
  struct filter_program program = {(unsigned short)(plan->filter_size / 8), plan->filter};
  if (plan->filter_size > 0 && kernel_seccomp_filter(&program) != 0) {
    return fail("install system call filter", "");
  }
  return 0;
}

/* Drops from the bounding set what is not wanted. Returns what is both wanted and there. */
static int bound(uint64_t wanted, uint64_t *kept) {
  *kept = 0;
  for (int capability = 0; capability < 64; capability++) {
    int held = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
    if (held < 0) {
      return 0; /* past the last one this kernel knows */
    }
    if (held && (wanted >> capability & 1)) {
      *kept |= 1ULL << capability;
    } else if (held && prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) != 0) {
      return fail("drop capability", "");
    }
  }
  return 0;
}

static int set_ids(const struct plan *plan) {
  gid_t groups[1024];
  if (plan->group_count > sizeof groups / sizeof *groups) {
    return fail_with(E2BIG, "setgroups", "");
  }
  for (uint32_t i = 0; i < plan->group_count; i++) {
    groups[i] = plan->groups[i];
  }
  /* In a user namespace whose maker has no groups but its own they cannot be set, and stay. */
  if (setgroups(plan->group_count, groups) != 0 &&
      !(errno == EPERM && plan->flags & PLAN_NEW_USER)) {
    return fail("setgroups", "");
  }
  if (setresgid(plan->gid, plan->gid, plan->gid) != 0) {
    return fail("setresgid", "");
  }
  if (setresuid(plan->uid, plan->uid, plan->uid) != 0) {
    return fail("setresuid", "");
  }
  return 0;
}

/* Effective and permitted alike; inheritable and ambient stay empty (CVE-2022-24769). */
static int set_capabilities(uint64_t kept) {
  struct capability_header header = {JB_CAPABILITY_VERSION_3, 0};
  struct capability_data data[2] = {
      {(uint32_t)kept, (uint32_t)kept, 0},
      {(uint32_t)(kept >> 32), (uint32_t)(kept >> 32), 0},
  };
  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) {
    return fail("clear ambient capabilities", "");
  }
  return kernel_capset(&header, data) == 0 ? 0 : fail("capset", "");
}

int identity_assume(const struct plan *plan) {
  uint64_t kept;
  bool last = plan->flags & PLAN_NO_NEW_PRIVILEGES;
  if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) != 0) {
    return fail("keep capabilities", "");
  }
  if (last && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
    return fail("set no_new_privs", "");
  }
  /* Without no_new_privs the filter needs CAP_SYS_ADMIN, which is about to go. */
  if (!last && install_filter(plan) != 0) {
    return -1;
  }
  if (bound(plan->capabilities, &kept) != 0 || set_ids(plan) != 0 || set_capabilities(kept) != 0) {
    return -1;
  }
  return last ? install_filter(plan) : 0;
}
