# shellcheck shell=bash
# How every proof reports. Source it, state facts, call finish last:
#   expect NAME EXPECTED MEASURED   passes when the two texts are equal
#   not_run NAME REASON             what could not be tried here, and why; never a pass
#   finish                          the counts; exit status 1 if anything failed, or if no fact was stated at all

passed=0 failed=0 skipped=0

expect() {
  [ $# -eq 3 ] || { echo "expect needs NAME EXPECTED MEASURED, got $# arguments" >&2; exit 2; }
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    printf 'PASS     %s: expected %s, measured %s\n' "$1" "$(_shown "$2")" "$(_shown "$3")"
  else
    failed=$((failed + 1))
    printf 'FAIL     %s: expected %s, measured %s\n' "$1" "$(_shown "$2")" "$(_shown "$3")"
  fi
}

not_run() {
  [ $# -eq 2 ] || { echo "not_run needs NAME REASON, got $# arguments" >&2; exit 2; }
  skipped=$((skipped + 1))
  printf 'NOT RUN  %s: %s\n' "$1" "$2"
}

finish() {
  printf '%d passed, %d failed, %d not run\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ $((passed + skipped)) -gt 0 ] && exit 0
  exit 1
}

_shown() { # one line, so that a report stays a table; empty must be visible
  if [ -z "$1" ]; then echo '""'; else printf '%s' "$1" | tr '\n' ' '; fi
}
