# Sourced by the scripts at the top: finds a JDK 25 or newer and Maven, or says what is missing.
# shellcheck shell=sh

# The feature release of the JDK at $1, 0 when there is none. Reads the file `release`, as starting
# a JVM to ask for its version takes longer than everything else here.
jdk_release() {
  release=0
  [ -x "$1/bin/javac" ] && [ -x "$1/bin/jlink" ] && [ -r "$1/release" ] || return 0
  while IFS='=' read -r key value; do
    if [ "$key" = JAVA_VERSION ]; then
      value=${value#\"}
      value=${value%\"}
      release=${value%%[!0-9]*}
    fi
  done <"$1/release"
  [ -n "$release" ] || release=0
}

# Sets JAVA_HOME to a JDK 25 from JAVA_HOME, PATH or /usr/lib/jvm, in this order.
find_jdk() {
  seen=
  on_path=$(command -v javac || true)
  if [ -n "$on_path" ]; then
    on_path=$(readlink -f "$on_path")
    on_path=${on_path%/bin/javac}
  fi
  for candidate in "${JAVA_HOME-}" "$on_path" /usr/lib/jvm/*; do
    [ -n "$candidate" ] || continue
    jdk_release "$candidate"
    if [ "$release" -ge 25 ]; then
      JAVA_HOME=$candidate
      export JAVA_HOME
      return 0
    fi
    [ "$release" -eq 0 ] || seen="$seen
  $candidate is JDK $release"
  done
  cat >&2 <<END
jbuild: no JDK 25 found in JAVA_HOME, on PATH or in /usr/lib/jvm.$seen
Install one, for example Eclipse Temurin 25 (https://adoptium.net/temurin/releases/?version=25),
unpack it below /usr/lib/jvm or set JAVA_HOME to where it is, and run this again.
END
  return 1
}

find_maven() {
  command -v mvn >/dev/null && return 0
  cat >&2 <<END
jbuild: Maven is missing: there is no mvn on PATH.
Install it (Debian: apt-get install maven) and run this again.
END
  return 1
}
