#!/bin/sh
# Builds the launcher. Run by Maven: build.sh release|checked SOURCES TARGET
#
#   release  TARGET/launcher/ARCH/jbuild-launcher, static and stripped, for this machine, and for the
#            other architecture when a cross compiler is there
#   checked  TARGET/launcher/checked/jbuild-launcher and plan-fuzz, with address and undefined
#            behaviour sanitizers, for the tests
#
# Nothing is done when the result is newer than all sources.
set -eu

mode=$1
sources=$2
target=$3
warnings="-std=c11 -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Werror"

newer() { # newer RESULT DIRECTORY...: whether the result is newer than everything in them
  result=$1
  shift
  [ -f "$result" ] && [ -z "$(find "$@" -type f -newer "$result" | head -n 1)" ]
}

need_compiler() {
  if ! command -v "${1:-none}" >/dev/null 2>&1; then
    echo "jbuild's launcher is written in C and no C compiler was found: looked for" >&2
    echo "musl-gcc, gcc and cc in PATH. On Debian: apt-get install gcc musl-tools" >&2
    exit 1
  fi
}

first_of() {
  for name in "$@"; do
    if command -v "$name" >/dev/null 2>&1; then
      echo "$name"
      return
    fi
  done
}

compile_release() { # compile_release COMPILER ARCH
  directory=$target/launcher/$2
  mkdir -p "$directory"
  # shellcheck disable=SC2086
  "$1" $warnings -Os -static -s -ffunction-sections -fdata-sections -Wl,--gc-sections \
    -Wl,--build-id=none -fno-ident -fstack-protector-strong -D_FORTIFY_SOURCE=2 \
    -o "$directory/.new" "$sources"/*.c
  mv "$directory/.new" "$directory/jbuild-launcher"
  echo "built $directory/jbuild-launcher with $1 ($(wc -c <"$directory/jbuild-launcher") bytes)"
}

release() {
  arch=$(uname -m)
  if ! newer "$target/launcher/$arch/jbuild-launcher" "$sources"; then
    compiler=$(first_of musl-gcc gcc cc)
    need_compiler "$compiler"
    compile_release "$compiler" "$arch"
  fi
  for other in x86_64 aarch64; do
    cross=$(first_of "$other-linux-musl-gcc" "$other-linux-gnu-gcc")
    if [ "$other" != "$arch" ] && [ -n "$cross" ] &&
      ! newer "$target/launcher/$other/jbuild-launcher" "$sources"; then
      compile_release "$cross" "$other"
    fi
  done
}

checked() {
  directory=$target/launcher/checked
  tests=$(dirname "$sources")/../test/c
  if newer "$directory/plan-fuzz" "$sources" "$tests"; then
    return
  fi
  compiler=$(first_of gcc clang cc)
  need_compiler "$compiler"
  mkdir -p "$directory"
  checks="-g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all"
  # shellcheck disable=SC2086
  "$compiler" $warnings $checks -o "$directory/jbuild-launcher" "$sources"/*.c "$tests/checked_options.c"
  # shellcheck disable=SC2086
  "$compiler" $warnings $checks -I"$sources" -o "$directory/plan-fuzz" \
    "$tests/plan_fuzz.c" "$sources/plan.c" "$sources/failure.c"
  echo "built $directory/jbuild-launcher and plan-fuzz with $compiler and sanitizers"
}

"$mode"
