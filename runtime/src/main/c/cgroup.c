#define _GNU_SOURCE
#include "cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "devices.h"
#include "failure.h"

static int write_file(int dir, const char *directory, const char *file, const char *value) {
  int fd = openat(dir, file, O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return fail_at("open", directory, file);
  }
  ssize_t length = (ssize_t)strlen(value);
  int result = 0;
  if (write(fd, value, (size_t)length) != length) {
    result = fail_at("write cgroup limit", directory, file);
  }
  close(fd);
  return result;
}

static int make_one(const struct cgroup *group) {
  if (mkdir(group->directory, 0755) != 0) {
    /* One of the same name is a leftover; it goes if nothing lives in it. */
    if (errno != EEXIST || rmdir(group->directory) != 0 || mkdir(group->directory, 0755) != 0) {
      return fail("make cgroup", group->directory);
    }
  }
  int dir = open(group->directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) {
    return fail("open cgroup", group->directory);
  }
  int result = 0;
  for (uint32_t i = 0; i < group->setting_count && result == 0; i++) {
    result = write_file(dir, group->directory, group->settings[i].file, group->settings[i].value);
  }
  if (result == 0 && group->device_program_size > 0) {
    result = devices_attach(dir, group);
  }
  close(dir);
  return result;
}

int cgroup_make(const struct plan *plan) {
  for (uint32_t i = 0; i < plan->cgroup_count; i++) {
    if (make_one(&plan->cgroups[i]) != 0) {
      return -1;
    }
  }
  return 0;
}

int cgroup_open(const struct plan *plan, struct entrance *entrance) {
  entrance->task_count = 0;
  entrance->unified = -1;
  for (uint32_t i = 0; i < plan->cgroup_count; i++) {
    const struct cgroup *group = &plan->cgroups[i];
    char path[4096];
    if (group->version == 2) {
      entrance->unified = open(group->directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
      if (entrance->unified < 0) {
        return fail("open cgroup", group->directory);
      }
      continue;
    }
    snprintf(path, sizeof path, "%s/tasks", group->directory);
    int tasks = entrance->task_count < MAX_CGROUPS ? open(path, O_WRONLY | O_CLOEXEC) : -1;
    if (tasks < 0) {
      return fail("open", path);
    }
    entrance->tasks[entrance->task_count++] = tasks;
  }
  return 0;
}

int cgroup_enter(const struct entrance *entrance) {
  for (int i = 0; i < entrance->task_count; i++) {
    if (write(entrance->tasks[i], "0", 1) != 1) {
      return fail("enter cgroup", "tasks");
    }
  }
  return 0;
}

/* Both versions have a line "oom_kill N", v1 in memory.oom_control, v2 in memory.events. */
static bool counts_oom_kill(const struct cgroup *group) {
  char path[4096];
  char text[1024];
  snprintf(path, sizeof path, "%s/%s", group->directory, group->oom_file);
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) {
    return false;
  }
  ssize_t length = read(fd, text, sizeof text - 1);
  close(fd);
  text[length > 0 ? length : 0] = 0;
  const char *key = strstr(text, "\noom_kill ");
  return key && strtoul(key + strlen("\noom_kill "), NULL, 10) > 0;
}

bool cgroup_had_oom_kill(const struct plan *plan) {
  for (uint32_t i = 0; i < plan->cgroup_count; i++) {
    if (*plan->cgroups[i].oom_file && counts_oom_kill(&plan->cgroups[i])) {
      return true;
    }
  }
  return false;
}

void cgroup_remove(const struct plan *plan) {
  for (uint32_t i = 0; i < plan->cgroup_count; i++) {
    for (int attempt = 0; attempt < 100; attempt++) {
      if (rmdir(plan->cgroups[i].directory) == 0 || errno != EBUSY) {
        break;
      }
      nanosleep(&(struct timespec){.tv_nsec = 10 * 1000 * 1000}, NULL);
    }
  }
}
