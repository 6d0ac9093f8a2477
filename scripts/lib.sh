# shellcheck shell=bash
# Common functions of the scripts: progress and error messages, and finding the JDK, Node and Maven. To be sourced; it
# also runs on the bash 3.2 of macOS, so it uses no mapfile and no associative arrays.

# shellcheck disable=SC2034  # read by the scripts that source this file
repo=$(CDPATH='' cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
# shellcheck disable=SC2034
tools=$repo/.tools

# ip and nft are in sbin, which is not on the PATH of an ordinary Debian user.
PATH=$PATH:/usr/sbin:/sbin

# Progress goes to stderr; stdout belongs to the command that a script runs for its caller.
say() {
  printf '[%3ds] %s\n' "$SECONDS" "$*" >&2
}

# Exits with a message that says what is wrong and what to do next.
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# True if version $1 (1.26.8) is at least $2 (1.25).
at_least() {
  [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t . -k 1,1n -k 2,2n -k 3,3n | head -n 1)" = "$2" ]
}

# True if as_root can work; asks for a password only if someone can type it.
can_be_root() {
  [ "$(id -u)" -eq 0 ] || { have sudo && { [ -t 0 ] || sudo -n true 2>/dev/null; }; }
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Prints the major version of the JDK in folder $1; fails if it is not a JDK. Reads the release file, because starting a
# JVM for each candidate would take seconds.
jdk_major() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" | grep .
}

# Exports JAVA_HOME as the newest JDK >= 21 on this machine. Of equals the first candidate wins, so that a sufficient
# JAVA_HOME is kept.
find_jdk() {
  local home major best='' best_major=20 seen='' java=''
  if have java; then
    java=$(readlink -f "$(command -v java)" 2>/dev/null) || java=''
    java=${java%/bin/java}
  fi
  for home in "${JAVA_HOME:-}" "$java" /usr/lib/jvm/* /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-}"/.sdkman/candidates/java/*; do
    major=$(jdk_major "$home") || continue
    case $seen in *"$home
"*) continue ;; esac
    seen+="  JDK $major in $home
"
    if [ "$major" -gt "$best_major" ]; then
      best=$home
      best_major=$major
    fi
  done
  [ -n "$best" ] || die "Beckon needs a JDK, version 21 or newer (25 is best), and found:
${seen:-  no JDK at all (a JRE without javac does not count)
}Install one (Debian 13, Ubuntu 24.04: apt-get install openjdk-21-jdk; macOS: brew install openjdk; anywhere:
Eclipse Temurin, or sdk install java), or set JAVA_HOME to it, and try again."
  export JAVA_HOME=$best
}

need_node() {
  local version
  have node || die "Node.js is missing. Install Node.js 20.19 or newer, which brings npm, and try again."
  version=$(node -p process.versions.node) || die "node does not start. Install Node.js 20.19 or newer again."
  at_least "$version" 20.19 || die "Node.js is $version, but 20.19 or newer is needed. Upgrade it and try again."
  have npm || die "npm is missing, although node is installed. Install npm (Debian: apt-get install npm) and try again."
}

need_mvn() {
  have mvn || die "Maven is missing. Install Maven 3.8 or newer (Debian: apt-get install maven) and try again."
}
