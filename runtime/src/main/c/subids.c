#define _GNU_SOURCE
#include "subids.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MAX_SIZE 1024

/* The next line without its end; one that is too long comes empty. Returns whether there is one. */
static bool next_line(FILE *in, char *line, size_t size) {
  if (!fgets(line, (int)size, in)) {
    return false;
  }
  size_t length = strcspn(line, "\n");
  if (line[length] == '\n' || feof(in)) {
    line[length] = 0;
    return true;
  }
  int c;
  do {
    c = fgetc(in);
  } while (c != EOF && c != '\n');
  line[0] = 0;
  return true;
}

/* Cuts the text at the next colon, and returns what is behind it; NULL when there is no colon. */
static char *cut(char *text) {
  char *colon = text ? strchr(text, ':') : NULL;
  if (!colon) {
    return NULL;
  }
  *colon = 0;
  return colon + 1;
}

/* Reads a whole decimal number that is an ID or a count of some. */
static bool number(const char *text, uint32_t *result) {
  if (!text || *text < '0' || *text > '9') {
    return false;
  }
  char *end;
  errno = 0;
  unsigned long long value = strtoull(text, &end, 10);
  *result = (uint32_t)value;
  return errno == 0 && *end == 0 && value < UINT32_MAX;
}

static bool overlap(uint32_t start, uint32_t count, uint32_t other, uint32_t others) {
  return start < (uint64_t)other + others && other < (uint64_t)start + count;
}

static void add(struct subids *result, uint32_t start, uint32_t count, uint32_t own) {
  if (count == 0 || (uint64_t)start + count > UINT32_MAX || overlap(start, count, own, 1)) {
    return;
  }
  for (uint32_t i = 0; i < result->size; i++) {
    if (overlap(start, count, result->ranges[i].start, result->ranges[i].count)) {
      return;
    }
  }
  if (result->size < SUBIDS_MAX) {
    result->ranges[result->size].start = start;
    result->ranges[result->size].count = count;
    result->size++;
  }
}

void subids_read(const char *file, const char *name, uid_t user, uint32_t own, struct subids *result) {
  char line[LINE_MAX_SIZE];
  result->size = 0;
  FILE *in = fopen(file, "re");
  if (!in) {
    return;
  }
  while (next_line(in, line, sizeof line)) {
    char *start_text = cut(line);
    char *count_text = cut(start_text);
    uint32_t id, start, count;
    bool ours = (*name && strcmp(line, name) == 0) || (number(line, &id) && id == user);
    if (count_text && ours && number(start_text, &start) && number(count_text, &count)) {
      add(result, start, count, own);
    }
  }
  fclose(in);
}

int subids_user_name(const char *passwd, uid_t user, char *name, size_t size) {
  char line[LINE_MAX_SIZE];
  int found = 0;
  FILE *in = fopen(passwd, "re");
  if (!in) {
    return 0;
  }
  while (!found && next_line(in, line, sizeof line)) {
    char *password = cut(line);
    char *id_text = cut(password);
    uint32_t id;
    if (cut(id_text) && number(id_text, &id) && id == user && strlen(line) < size) {
      strcpy(name, line);
      found = 1;
    }
  }
  fclose(in);
  return found;
}
