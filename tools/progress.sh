# What the scripts of this folder share: telling what they do, with the time that has passed. To be sourced.
# shellcheck shell=bash

started=$SECONDS

# say TEXT: a line of progress.
say() {
  printf '[%02d:%02d] %s\n' $(((SECONDS - started) / 60)) $(((SECONDS - started) % 60)) "$*"
}

# die TEXT: the last line of a script that can not go on.
die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# configure_preset NAME: configures build/NAME; silent unless it fails.
configure_preset() {
  local log
  log=$(mktemp)
  if ! cmake --preset "$1" >"$log" 2>&1; then
    cat "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
}

# build_preset NAME [TARGET...]: configures and builds build/NAME with every processor, showing how far it is.
build_preset() {
  local preset=$1 targets=()
  shift
  if (($# > 0)); then targets=(--target "$@"); fi
  # Compiled files are found again from every checkout of the project.
  export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$PWD} CCACHE_NOHASHDIR=1
  export NINJA_STATUS='[%f of %t, %es] '
  say "build/$preset: configure"
  configure_preset "$preset" || return 1
  say "build/$preset: compile${*:+ $*}"
  nice cmake --build "build/$preset" -j "$(nproc)" "${targets[@]}"
}
