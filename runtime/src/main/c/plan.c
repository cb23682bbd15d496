#include "plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "failure.h"

struct cursor {
  const uint8_t *at;
  const uint8_t *end;
  const char *bad; /* what was found wrong first, or null */
};

static void refuse(struct cursor *c, const char *what) {
  if (!c->bad) {
    c->bad = what;
  }
  c->at = c->end;
}

static const uint8_t *take(struct cursor *c, size_t size) {
  if (c->bad || (size_t)(c->end - c->at) < size) {
    refuse(c, "field runs over the end");
    return NULL;
  }
  const uint8_t *start = c->at;
  c->at += size;
  return start;
}

static uint32_t u32(struct cursor *c) {
  const uint8_t *b = take(c, 4);
  return b ? (uint32_t)b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24
           : 0;
}

static uint64_t u64(struct cursor *c) {
  uint64_t low = u32(c);
  return low | (uint64_t)u32(c) << 32;
}

static const uint8_t *bytes(struct cursor *c, uint32_t *size) {
  *size = u32(c);
  const uint8_t *start = take(c, *size);
  if (!start) {
    *size = 0;
  }
  return start;
}

static const char *text(struct cursor *c) {
  uint32_t size;
  const char *start = (const char *)bytes(c, &size);
  if (!start || size == 0 || memchr(start, 0, size) != start + size - 1) {
    refuse(c, "text is not ended by its only zero byte");
    return "";
  }
  return start;
}

/*
 * Reads a count and makes room for that many elements and one more, zeroed. Every element takes at
 * least four bytes of the block, which bounds what a wrong count can make us allocate.
 */
static void *list(struct cursor *c, uint32_t *count, size_t element) {
  uint32_t wanted = u32(c);
  if (wanted > (size_t)(c->end - c->at) / 4) {
    refuse(c, "list is longer than the plan");
    wanted = 0;
  }
  void *array = calloc((size_t)wanted + 1, element);
  if (!array) {
    refuse(c, "no memory for a list");
    wanted = 0;
  }
  *count = wanted;
  return array;
}

static const char **texts(struct cursor *c, uint32_t *count) {
  const char **array = list(c, count, sizeof *array);
  for (uint32_t i = 0; i < *count; i++) {
    array[i] = text(c);
  }
  return array;
}

static struct option *options(struct cursor *c, uint32_t *count) {
  struct option *array = list(c, count, sizeof *array);
  for (uint32_t i = 0; i < *count; i++) {
    array[i].key = text(c);
    array[i].value = text(c);
  }
  return array;
}

static void read_root(struct cursor *c, struct plan *p) {
  p->root_kind = u32(c);
  if (p->root_kind != ROOT_OVERLAY && p->root_kind != ROOT_DIRECTORY) {
    refuse(c, "kind of root is unknown");
  }
  p->root = text(c);
  p->work = text(c);
  p->lower = texts(c, &p->lower_count);
  p->root_options = options(c, &p->root_option_count);
}

static void read_steps(struct cursor *c, struct plan *p) {
  p->steps = list(c, &p->step_count, sizeof *p->steps);
  for (uint32_t i = 0; i < p->step_count; i++) {
    struct step *step = &p->steps[i];
    step->kind = u32(c);
    if (step->kind < STEP_FILESYSTEM || step->kind > STEP_LAST) {
      refuse(c, "kind of step is unknown");
    }
    step->target = text(c);
    step->text = text(c);
    for (int n = 0; n < 3; n++) {
      step->numbers[n] = u32(c);
    }
    step->follow = u32(c);
    step->options = options(c, &step->option_count);
  }
}

static void read_cgroups(struct cursor *c, struct plan *p) {
  p->cgroups = list(c, &p->cgroup_count, sizeof *p->cgroups);
  for (uint32_t i = 0; i < p->cgroup_count; i++) {
    struct cgroup *group = &p->cgroups[i];
    group->version = u32(c);
    if (group->version != 1 && group->version != 2) {
      refuse(c, "cgroup version is unknown");
    }
    group->directory = text(c);
    group->settings = list(c, &group->setting_count, sizeof *group->settings);
    for (uint32_t s = 0; s < group->setting_count; s++) {
      group->settings[s].file = text(c);
      group->settings[s].value = text(c);
    }
    group->oom_file = text(c);
    group->device_program = bytes(c, &group->device_program_size);
    if (group->device_program_size % 8 != 0) {
      refuse(c, "device program is not made of whole instructions");
    }
  }
}

static void read_process(struct cursor *c, struct plan *p) {
  p->uid_map = text(c);
  p->gid_map = text(c);
  p->limits = list(c, &p->limit_count, sizeof *p->limits);
  for (uint32_t i = 0; i < p->limit_count; i++) {
    p->limits[i].resource = u32(c);
    p->limits[i].soft = u64(c);
    p->limits[i].hard = u64(c);
  }
  p->capabilities = u64(c);
  p->uid = u32(c);
  p->gid = u32(c);
  p->groups = list(c, &p->group_count, sizeof *p->groups);
  for (uint32_t i = 0; i < p->group_count; i++) {
    p->groups[i] = u32(c);
  }
  p->argv = texts(c, &p->argc);
  if (p->argc == 0) {
    refuse(c, "command is empty");
  }
  p->env = texts(c, &p->env_count);
  p->cwd = text(c);
  p->filter = bytes(c, &p->filter_size);
  if (p->filter_size % 8 != 0 || p->filter_size / 8 > 4096) {
    refuse(c, "seccomp filter is not made of 1 to 4096 whole instructions");
  }
}

int plan_decode(const uint8_t *block, size_t size, struct plan *p) {
  memset(p, 0, sizeof *p);
  struct cursor c = {block, block + size, NULL};
  const uint8_t *magic = take(&c, sizeof PLAN_MAGIC);
  if (!magic || memcmp(magic, PLAN_MAGIC, sizeof PLAN_MAGIC) != 0) {
    refuse(&c, "magic is missing");
  }
  if (u32(&c) != PLAN_VERSION) {
    refuse(&c, "version is another than the launcher's");
  }
  p->flags = u32(&c);
  if (p->flags & ~(uint32_t)PLAN_KNOWN_FLAGS) {
    refuse(&c, "flag is unknown");
  }
  p->parent = u32(&c);
  p->hostname = text(&c);
  read_root(&c, p);
  read_steps(&c, p);
  read_cgroups(&c, p);
  read_process(&c, p);
  if (c.at != c.end) {
    refuse(&c, "bytes are left over");
  }
  return c.bad ? fail_with(EINVAL, "decode plan", c.bad) : 0;
}

void plan_free(struct plan *p) {
  for (uint32_t i = 0; i < p->step_count; i++) {
    free(p->steps[i].options);
  }
  for (uint32_t i = 0; i < p->cgroup_count; i++) {
    free(p->cgroups[i].settings);
  }
  free(p->lower);
  free(p->root_options);
  free(p->steps);
  free(p->cgroups);
  free(p->limits);
  free(p->groups);
  free(p->argv);
  free(p->env);
  memset(p, 0, sizeof *p);
}
