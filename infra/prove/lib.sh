# shellcheck shell=bash
# How every proof reports. Source it, state facts, call finish last:
#   expect NAME EXPECTED MEASURED   passes when the two texts are equal
#   expect_between NAME LOW HIGH MEASURED   passes when a whole number is in the range, ends included
#   facts_of COMMAND...             runs a program; the facts are those that it states, see prove_it and driver/facts.py
#   not_run NAME REASON             what could not be tried here, and why; never a pass
#   prove_it MODULE TEST...         runs integration tests; the facts are those that they state by dev.sluice.local.Prove
#   prove_test MODULE TESTS          runs unit tests; each class that ran is a fact; seeds that they print are shown
#   include PROGRAM...              runs another proof; what it reports counts here too
#   run_sections [NAME...]          runs the named ones of `sections`, or all, by the function `section`, and finishes
#   finish                          the counts; exit status 1 if anything failed or no fact was stated, 77 if all was NOT RUN

passed=0 failed=0 skipped=0
NOTHING_RAN=77 # as test harnesses have it: neither passed nor failed

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

expect_between() {
  [ $# -eq 4 ] || { echo "expect_between needs NAME LOW HIGH MEASURED, got $# arguments" >&2; exit 2; }
  if [[ $4 =~ ^-?[0-9]+$ ]] && [ "$2" -le "$4" ] && [ "$4" -le "$3" ]; then
    passed=$((passed + 1))
    printf 'PASS     %s: expected %s to %s, measured %s\n' "$1" "$2" "$3" "$4"
  else
    failed=$((failed + 1))
    printf 'FAIL     %s: expected %s to %s, measured %s\n' "$1" "$2" "$3" "$(_shown "$4")"
  fi
}

not_run() {
  [ $# -eq 2 ] || { echo "not_run needs NAME REASON, got $# arguments" >&2; exit 2; }
  skipped=$((skipped + 1))
  printf 'NOT RUN  %s: %s\n' "$1" "$2"
}

facts_of() {
  local line code stated=0
  while IFS= read -r line; do
    if [[ $line == PROGRAM_ENDED\|* ]]; then code=${line#*|}; else stated=$((stated + 1)); _state "$*" "$line"; fi
  done < <(code=0; "$@" || code=$?; echo "PROGRAM_ENDED|$code")
  [ "$stated" -gt 0 ] || expect "facts stated by $*" "at least 1" 0
  [ "${code:-none}" = 0 ] || expect "end of $*" 0 "${code:-none}"
}

prove_it() {
  [ $# -ge 2 ] || { echo "prove_it needs MODULE TEST..., got $# arguments" >&2; exit 2; }
  local module=$1 root tests log line code=0 stated=0 failed_before=$failed
  shift
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  tests=$(IFS=,; echo "$*")
  log=$(mktemp)
  # Only these tests: the unit tests on the way run in \`mvn verify\`, as do the checks of the code's form.
  JAVA_HOME=$("$root/sluice" java-home) mvn -B -ntp -q -f "$root/pom.xml" -pl "infra/dynamodb-local,$module" -am verify \
    -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false -Dit.test="$tests" -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip -Djacoco.skip -Dmdep.analyze.skip >"$log" 2>&1 || code=$?
  while IFS= read -r line; do
    stated=$((stated + 1))
    _state "$tests" "$line"
  done < <(grep -aE '^PROVE(_[A-Z_]*)?\|' "$log")
  # The tests assert what they print, and more: their end counts where no printed fact has told of it.
  if [ "$stated" -eq 0 ]; then
    expect "facts stated by $tests" "at least 1" "0 (mvn ended with $code)"
  elif [ "$failed" -eq "$failed_before" ]; then
    expect "end of $tests" 0 "$code"
  fi
  [ "$failed" -eq "$failed_before" ] || grep -av '^PROVE' "$log" | tail -n 60 >&2
  _keep "$log"
}

prove_test() {
  [ $# -eq 2 ] || { echo "prove_test needs MODULE and TESTS, got $# arguments" >&2; exit 2; }
  local module=$1 tests=$2 root log line name tests_run failures code=0 ran=0 failed_before=$failed
  root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
  log=$(mktemp)
  JAVA_HOME=$("$root/sluice" java-home) mvn -B -ntp -f "$root/pom.xml" -pl "infra/dynamodb-local,$module" -am test -Dtest="$tests" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip -Djacoco.skip -Dmdep.analyze.skip >"$log" 2>&1 || code=$?
  while IFS= read -r line; do _state "$tests" "$line"; done < <(sed -nE '/^PROVE(_[A-Z_]*)?\|/p; s/^(seed [0-9].*)/PROVE_NOTE|\1/p' "$log")
  while IFS='|' read -r name tests_run failures; do
    ran=$((ran + 1))
    expect "$name: failures of $tests_run tests" 0 "$failures"
  done < <(sed -nE 's/.*Tests run: ([0-9]+), Failures: ([0-9]+), Errors: ([0-9]+), .* -- in [a-z.]*\.([A-Za-z0-9$]+)$/\4|\1|\2+\3/p' "$log" |
    while IFS='|' read -r name count sum; do echo "$name|$count|$((sum))"; done)
  [ "$ran" -gt 0 ] || expect "test classes of $tests that ran" "at least 1" 0
  [ "$failed" -eq "$failed_before" ] && expect "end of $tests" 0 "$code"
  [ "$failed" -eq "$failed_before" ] || grep -aE '^\[ERROR\]' "$log" | head -n 30 >&2
  _keep "$log"
}

_keep() { # what a build printed, for driver/kept.py
  mkdir -p "$root/target/prove/printed"
  mv "$1" "$root/target/prove/printed/"
}

_state() { # a line in which a program, $1, states a fact
  local rest=${2#*|}
  case $2 in
    PROVE\|*\|*\|*) expect "${rest%%|*}" "$(_field 2 "$rest")" "${rest#*|*|}" ;;
    PROVE_BETWEEN\|*\|*\|*\|*) expect_between "${rest%%|*}" "$(_field 2 "$rest")" "$(_field 3 "$rest")" "${rest#*|*|*|}" ;;
    PROVE_NOT_RUN\|*\|*) not_run "${rest%%|*}" "${rest#*|}" ;;
    PROVE_NOTE\|*) printf '         %s\n' "$rest" ;;
    *) expect "a line of $1" "PROVE|name|expected|measured" "$2" ;;
  esac
}

_field() { # number $1 of a text with | between its fields
  printf '%s' "$2" | cut -d'|' -f"$1"
}

include() {
  local line code="" failed_before=$failed stated=0
  while IFS= read -r line; do
    case $line in
      "PASS     "*) passed=$((passed + 1)) ;;
      "FAIL     "*) failed=$((failed + 1)) ;;
      "NOT RUN  "*) skipped=$((skipped + 1)) ;;
      "PROGRAM_ENDED "*)
        code=${line#* }
        continue
        ;;
      *" passed, "*" failed, "*" not run") continue ;; # its own counts
    esac
    stated=$((stated + 1))
    printf '%s\n' "$line"
  done < <(code=0; "$@" || code=$?; echo "PROGRAM_ENDED $code")
  [ "$stated" -gt 0 ] || expect "lines of $*" "at least 1" 0
  # A program that failed without a line that says so, or that says FAIL and ends well, is a failure of its own.
  if [ "$failed" -eq "$failed_before" ]; then
    [ "$code" = 0 ] || [ "$code" = "$NOTHING_RAN" ] || expect "end of $*" 0 "$code"
  else
    [ "$code" != 0 ] || expect "end of $*" 1 "$code"
  fi
}

run_sections() {
  local name since started=$SECONDS
  [ $# -gt 0 ] || set -- "${sections[@]}"
  for name in "$@"; do
    [[ " ${sections[*]} " == *" $name "* ]] || { echo "no section $name; there are: ${sections[*]}" >&2; exit 2; }
  done
  rm -rf target/prove/printed target/prove/secrets # what driver/kept.py keeps is of one run
  ./sluice --version >/dev/null # builds, where that is needed
  for name in "$@"; do
    printf '\n== %s\n' "$name"
    since=$SECONDS
    section "$name"
    printf '         %s took %d s\n' "$name" $((SECONDS - since))
  done
  printf '\n%d s in all\n' $((SECONDS - started))
  finish
}

finish() {
  printf '%d passed, %d failed, %d not run\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && exit 0
  [ "$failed" -eq 0 ] && [ "$skipped" -gt 0 ] && exit "$NOTHING_RAN"
  exit 1
}

_shown() { # one line, so that a report stays a table; empty must be visible
  if [ -z "$1" ]; then echo '""'; else printf '%s' "$1" | tr '\n' ' '; fi
}
