/*
 * Feeds the plan decoder with wrong input. With libFuzzer (-DLIBFUZZER -fsanitize=fuzzer) it is its
 * target; by itself it takes valid plans, damages them in random ways, and decodes the result:
 *
 *   plan-fuzz SECONDS SEED PLAN...
 *
 * The sanitizers are the judge. Whatever is decoded is walked through, so that wild pointers show.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "failure.h"
#include "plan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t touched;

static void touch(const char *text) { touched += strlen(text); }

static void walk(const struct plan *p) {
  touch(p->hostname);
  touch(p->root);
  touch(p->work);
  for (uint32_t i = 0; i < p->lower_count; i++) {
    touch(p->lower[i]);
  }
  for (uint32_t i = 0; i < p->root_option_count; i++) {
    touch(p->root_options[i].key);
    touch(p->root_options[i].value);
  }
  for (uint32_t i = 0; i < p->step_count; i++) {
    touch(p->steps[i].target);
    touch(p->steps[i].text);
    for (uint32_t o = 0; o < p->steps[i].option_count; o++) {
      touch(p->steps[i].options[o].key);
      touch(p->steps[i].options[o].value);
    }
  }
  for (uint32_t i = 0; i < p->cgroup_count; i++) {
    const struct cgroup *group = &p->cgroups[i];
    touch(group->directory);
    touch(group->oom_file);
    for (uint32_t s = 0; s < group->setting_count; s++) {
      touch(group->settings[s].file);
      touch(group->settings[s].value);
    }
    for (uint32_t b = 0; b < group->device_program_size; b++) {
      touched += group->device_program[b];
    }
  }
  for (uint32_t i = 0; i < p->group_count; i++) {
    touched += p->groups[i];
  }
  for (uint32_t i = 0; p->argv[i]; i++) {
    touch(p->argv[i]);
  }
  for (uint32_t i = 0; p->env[i]; i++) {
    touch(p->env[i]);
  }
  touch(p->uid_map);
  touch(p->gid_map);
  touch(p->cwd);
  for (uint32_t b = 0; b < p->filter_size; b++) {
    touched += p->filter[b];
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  /* A copy of the exact size, so that reading past the end is noticed. */
  uint8_t *exact = malloc(size ? size : 1);
  struct plan plan;
  if (!exact) {
    abort();
  }
  memcpy(exact, data, size);
  if (plan_decode(exact, size, &plan) == 0) {
    walk(&plan);
  } else if (failure.error == 0 || !failure.subject[0]) {
    abort(); /* refused without a reason */
  }
  plan_free(&plan);
  free(exact);
  return 0;
}

#ifndef LIBFUZZER

static uint64_t state;

static uint32_t number(uint32_t below) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return below ? (uint32_t)(state >> 20) % below : 0;
}

static size_t damage(uint8_t *block, size_t size) {
  static const uint32_t telling[] = {0, 1, 2, 0x7f, 0xff, 0xffff, 0x7fffffff, 0xffffffff};
  for (uint32_t times = 1 + number(4); times > 0 && size > 8; times--) {
    size_t at = number((uint32_t)size - 4);
    switch (number(6)) {
      case 0:
        block[at] ^= (uint8_t)(1u << number(8));
        break;
      case 1:
        block[at] = (uint8_t)number(256);
        break;
      case 2: { /* a length or a count, likely */
        uint32_t value = telling[number(sizeof telling / sizeof *telling)];
        memcpy(block + at, &value, sizeof value);
        break;
      }
      case 3:
        size = at;
        break;
      case 4: { /* cut a piece out */
        size_t length = 1 + number((uint32_t)(size - at) / 2 + 1);
        if (at + length < size) {
          memmove(block + at, block + at + length, size - at - length);
          size -= length;
        }
        break;
      }
      default: { /* repeat a piece over another */
        size_t from = number((uint32_t)size - 4);
        size_t room = size - (at > from ? at : from);
        memmove(block + at, block + from, number((uint32_t)room));
        break;
      }
    }
  }
  return size;
}

static uint8_t *load(const char *path, size_t *size) {
  static uint8_t buffer[1 << 20];
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(2);
  }
  *size = fread(buffer, 1, sizeof buffer, file);
  fclose(file);
  return buffer;
}

int main(int argc, char **argv) {
  if (argc < 4) {
    fprintf(stderr, "usage: plan-fuzz SECONDS SEED PLAN...\n");
    return 2;
  }
  time_t end = time(NULL) + atoi(argv[1]);
  state = strtoull(argv[2], NULL, 10) * 2 + 1;
  unsigned long runs = 0;
  unsigned long accepted = 0;
  static uint8_t block[1 << 20];
  do {
    size_t size;
    uint8_t *valid = load(argv[3 + number((uint32_t)argc - 3)], &size);
    for (int i = 0; i < 1000; i++) {
      struct plan plan;
      memcpy(block, valid, size);
      size_t damaged = damage(block, size);
      LLVMFuzzerTestOneInput(block, damaged);
      accepted += plan_decode(block, damaged, &plan) == 0;
      plan_free(&plan);
      runs++;
    }
  } while (time(NULL) < end);
  printf("%lu damaged plans, %lu of them still well-formed\n", runs, accepted);
  return 0;
}

#endif
