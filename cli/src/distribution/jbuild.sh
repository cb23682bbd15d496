#!/bin/sh
# jbuild @VERSION@: starts it on the run-time image beside this file, wherever the tree lies.
# The usual path starts no other process, so that it costs about a millisecond.

self=$0
case $self in */*) ;; *) self=./$self ;; esac
while [ -h "$self" ]; do
  link=$(readlink "$self")
  case $link in
    /*) self=$link ;;
    *) self=${self%/*}/$link ;;
  esac
done
home=${self%/*}/..
case $home in /*) ;; *) home=$PWD/$home ;; esac # native code is loaded by absolute paths only

# File names of images and contexts are UTF-8 wherever this runs; the JVM takes their encoding from
# the locale alone.
case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
  *UTF-8* | *utf8* | *utf-8*) ;;
  *) export LC_ALL=C.UTF-8 ;;
esac

# Options meant for other Java programs would print a line at each start and could switch off the
# AOT cache. JBUILD_JAVA_OPTIONS is for this one.
unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

# Commands that look things up or start a container are over before the optimising compiler pays
# off. Those that hash, compress and encrypt need it: it alone uses the SHA and AES instructions.
# Each kind of command has an AOT cache of its own: all of a cache is loaded at each start.
options='@BUILD_FLAGS@'
cache=@BUILD_CACHE@
value=
for word; do
  if [ -n "$value" ]; then
    value=
    continue
  fi
  case $word in
    --root | --storage-driver | --log-level) value=next ;;
    --root=* | --storage-driver=* | --log-level=*) ;;
    image | container | registry) ;; # the next word says what is done
    run)
      # Ctrl-\ is for the container; the JVM would dump its threads into the container's output
      options='@SHORT_FLAGS@ -XX:+UnlockDiagnosticVMOptions -XX:-DisplayVMOutput'
      cache=@RUN_CACHE@
      break
      ;;
    ps | ls | rm | rmi | images | history | inspect | tag | tree | diff | unshare | version | --version | -v)
      options='@SHORT_FLAGS@'
      cache=@LOOK_CACHE@
      break
      ;;
    serve)
      # the server keeps nothing large; without a bound the heap grows with the machine's memory
      options="-Xmx256m -Xmn48m"
      cache=@FULL_CACHE@
      break
      ;;
    pull | push | copy | search | login | logout | system | load | save | import | export | manifest | \
      tags | catalog | referrers | delete)
      # what streams through leaves garbage at once; by default half a GiB of it may gather
      options='@MOVE_FLAGS@ -Xmn32m'
      cache=@MOVE_CACHE@
      break
      ;;
    completion | help | --help | -h)
      options='@SHORT_FLAGS@'
      cache=@FULL_CACHE@
      break
      ;;
    *) break ;;
  esac
done

# Without -jar the JVM need not open the jars at all; but a class path cannot hold a colon.
case $home in
  *:*) set -- -jar "$home/lib/jbuild.jar" "$@" ;;
  *) set -- -cp "$home/lib/first.jar:$home/lib/jbuild.jar:$home/lib/libraries.jar" @MAIN@ "$@" ;;
esac
# shellcheck disable=SC2086 # options are words
set -- "$home/runtime/bin/java" @FLAGS@ $options "-XX:AOTCache=$home/lib/$cache" \
  "-Djbuild.home=$home" "-DZstdNativePath=$home/lib/libzstd-jni.so" ${JBUILD_JAVA_OPTIONS-} "$@"
# An ordinary user needs a user namespace, which a JVM can't make. Root, who owns /, pays nothing.
[ -O / ] || [ ! -x "$home/lib/jbuild-launcher" ] || set -- "$home/lib/jbuild-launcher" userns -- "$@"
exec "$@"
