#include "devices.h"

#include <string.h>
#include <unistd.h>

#include "failure.h"
#include "kernel.h"

/* bpf(2): the leading members of its argument for the two commands used here. */
struct load_arguments {
  uint32_t type;
  uint32_t instruction_count;
  uint64_t instructions;
  uint64_t license;
  uint8_t rest[104];
};
struct attach_arguments {
  uint32_t target;
  uint32_t program;
  uint32_t type;
  uint32_t flags;
  uint8_t rest[104];
};
#define BPF_PROG_LOAD 5
#define BPF_PROG_ATTACH 8
#define BPF_PROG_TYPE_CGROUP_DEVICE 15
#define BPF_CGROUP_DEVICE 6
#define BPF_F_ALLOW_MULTI 2

int devices_attach(int cgroup, const struct cgroup *group) {
  static const char license[] = "Apache-2.0";
  struct load_arguments load;
  memset(&load, 0, sizeof load);
  load.type = BPF_PROG_TYPE_CGROUP_DEVICE;
  load.instruction_count = group->device_program_size / 8;
  load.instructions = (uint64_t)(uintptr_t)group->device_program;
  load.license = (uint64_t)(uintptr_t)license;
  int program = kernel_bpf(BPF_PROG_LOAD, &load, sizeof load);
  if (program < 0) {
    return fail("load device program", group->directory);
  }
  struct attach_arguments attach;
  memset(&attach, 0, sizeof attach);
  attach.target = (uint32_t)cgroup;
  attach.program = (uint32_t)program;
  attach.type = BPF_CGROUP_DEVICE;
  attach.flags = BPF_F_ALLOW_MULTI;
  int result = kernel_bpf(BPF_PROG_ATTACH, &attach, sizeof attach);
  if (result != 0) {
    fail("attach device program", group->directory);
  }
  close(program);
  return result;
}
