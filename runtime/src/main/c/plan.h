/*
 * The plan: everything the launcher is to do, decided by the Java side and written as one block of
 * length-prefixed fields. The decoder only checks form (bounds, terminators, known kinds); it
 * allocates arrays of pointers into the block and never interprets text.
 *
 * Form: integers are little-endian; a text is a u32 length and that many bytes, the last of which,
 * and only it, is 0; a list is a u32 count and its elements. Java's twin is PlanWriter.
 */
#ifndef JBUILD_PLAN_H
#define JBUILD_PLAN_H

#include <stddef.h>
#include <stdint.h>

#define PLAN_MAGIC "jb-plan"
#define PLAN_VERSION 1
#define PLAN_MAX_SIZE (16u << 20)

enum plan_flag {
  PLAN_TERMINAL = 1 << 0,
  PLAN_STDIN = 1 << 1,
  PLAN_ENDS_WITH_PARENT = 1 << 2,
  PLAN_NEW_NETWORK = 1 << 3,
  PLAN_NEW_USER = 1 << 4,
  PLAN_NO_NEW_PRIVILEGES = 1 << 5,
  PLAN_READ_ONLY_ROOT = 1 << 6,
  PLAN_NEW_CGROUP = 1 << 7,
  PLAN_CLASSIC_OVERLAY = 1 << 8,
  PLAN_PARENT_FORWARDS = 1 << 9,
  PLAN_KNOWN_FLAGS = (1 << 10) - 1
};

enum root_kind { ROOT_OVERLAY = 1, ROOT_DIRECTORY = 2 };

enum step_kind {
  STEP_FILESYSTEM = 1, /* text type, attributes, options */
  STEP_BIND = 2,       /* text host path, attributes */
  STEP_DEVICE = 3,     /* number mode, major, minor */
  STEP_SYMLINK = 4,    /* text link */
  STEP_DIRECTORY = 5,  /* number mode */
  STEP_MASK = 6,
  STEP_READ_ONLY = 7,
  STEP_SYSCTL = 8, /* text value; the target is below /proc/sys */
  STEP_CONSOLE = 9,
  STEP_LAST = STEP_CONSOLE
};

struct option {
  const char *key;
  const char *value; /* empty for a flag */
};

struct step {
  uint32_t kind;
  const char *target;
  const char *text;
  uint32_t numbers[3];
  uint32_t follow; /* whether symbolic links in the target may be followed, inside the root */
  struct option *options;
  uint32_t option_count;
};

struct setting {
  const char *file;
  const char *value;
};

struct cgroup {
  uint32_t version;
  const char *directory;
  struct setting *settings;
  uint32_t setting_count;
  const char *oom_file; /* relative; empty when this one does not count out-of-memory kills */
  const uint8_t *device_program; /* eBPF, version 2 only */
  uint32_t device_program_size;
};

struct limit {
  uint32_t resource;
  uint64_t soft;
  uint64_t hard;
};

struct plan {
  uint32_t flags;
  uint32_t parent;
  const char *hostname;
  uint32_t root_kind;
  const char *root; /* upper directory of an overlay, or the directory */
  const char *work;
  const char **lower;
  uint32_t lower_count;
  struct option *root_options;
  uint32_t root_option_count;
  struct step *steps;
  uint32_t step_count;
  struct cgroup *cgroups;
  uint32_t cgroup_count;
  const char *uid_map;
  const char *gid_map;
  struct limit *limits;
  uint32_t limit_count;
  uint64_t capabilities;
  uint32_t uid;
  uint32_t gid;
  uint32_t *groups;
  uint32_t group_count;
  const char **argv; /* ends with a null pointer, as does env */
  uint32_t argc;
  const char **env;
  uint32_t env_count;
  const char *cwd;
  const uint8_t *filter;
  uint32_t filter_size;
};

/*
 * Decodes a block, which must outlive the plan. Returns 0, or -1 with the failure noted; either way
 * plan_free may and must be called.
 */
int plan_decode(const uint8_t *block, size_t size, struct plan *plan);

void plan_free(struct plan *plan);

#endif
