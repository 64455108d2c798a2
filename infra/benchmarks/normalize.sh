#!/usr/bin/env bash
# How long it takes from SES's bytes to an event, measured by what Jackson alone takes to read them; see NormalizeBenchmark. And how many
# signatures are verified in a second; see VerifyBenchmark.
#   infra/benchmarks/normalize.sh [forks]     5 forks of each where no number is given: about 4 minutes
# Prints facts as infra/prove/lib.sh reads them: PROVE_BETWEEN for the ratios, times 100, PROVE_NOTE for what they are made of.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

forks=${1:-5}
[[ $forks =~ ^[1-9][0-9]*$ ]] || { echo "forks is a whole number from 1, got $forks" >&2; exit 2; }
JAVA_HOME=$(./sluice java-home)
export JAVA_HOME
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mvn -q -B -ntp -pl infra/benchmarks -am package -DskipTests -Dspotless.check.skip -Djacoco.skip -Dmdep.analyze.skip >"$log" 2>&1 ||
  { cat "$log" >&2; exit 2; }
# JMH's lock is one file for all users of a machine, and a run of another user's would end this one.
"$JAVA_HOME/bin/java" --sun-misc-unsafe-memory-access=allow -Djmh.ignoreLock=true -cp "infra/benchmarks/target/classes:$(cat infra/benchmarks/target/classpath)" \
  dev.sluice.benchmarks.NormalizeRatios "$forks"
