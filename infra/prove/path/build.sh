#!/usr/bin/env bash
# `mvn verify` of what is committed, in a fresh clone, on the machine's default Java. States facts for lib.sh; the log stays beside the clone.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../../.."
root=$PWD
folder=$root/target/prove/build

command -v git >/dev/null && git rev-parse --verify -q HEAD >/dev/null || { echo "PROVE_NOT_RUN|mvn verify in a fresh clone|this is not a git repository"; exit; }
command -v mvn >/dev/null || { echo "PROVE_NOT_RUN|mvn verify in a fresh clone|mvn is not on the PATH"; exit; }
rm -rf "$folder"
mkdir -p "$folder"
[ -e ../shared ] && ln -s "$(cd ../shared && pwd)" "$folder/shared" # tests read the fixtures beside the repository
git clone -q . "$folder/clone"
cd "$folder/clone"
unset JAVA_HOME
echo "PROVE_NOTE|commit $(git rev-parse --short HEAD), $(mvn -v 2>/dev/null | grep -E '^Java version' | cut -d, -f1), log in ${folder#"$root"/}/log"

code=0
mvn -B -ntp verify >"$folder/log" 2>&1 || code=$?
echo "PROVE|mvn -B -ntp verify, exit code|0|$code"
[ "$code" -eq 0 ] || grep -E '^\[ERROR\]' "$folder/log" | head -n 20 >&2

count() { # the sum of an attribute over the reports of all modules
  find . -path '*/target/*-reports/TEST-*.xml' -exec sed -n 's/^<testsuite .* '"$1"'="\([0-9]*\)".*/\1/p; s/^ *[a-z:]*testsuite .*//' {} + |
    awk '{ sum += $1 } END { print sum + 0 }'
}
echo "PROVE_BETWEEN|tests that ran|1|100000|$(($(count tests) - $(count skipped)))"
echo "PROVE|tests failed|0|$(($(count failures) + $(count errors)))"
echo "PROVE_NOTE|skipped: $(count skipped)"
