#!/usr/bin/env bash
# Compiles a module with its tests, where the programs lie that measure it, and prints the class path that they run on.
#   infra/benchmarks/class-path.sh functions/dispatcher
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

[ $# -eq 1 ] || { echo "class-path.sh needs a module's directory" >&2; exit 2; }
JAVA_HOME=$(./sluice java-home)
export JAVA_HOME
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mvn -q -B -ntp -pl "$1" -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test \
  -Dspotless.check.skip -Djacoco.skip >"$log" 2>&1 || { cat "$log" >&2; exit 2; }
echo "$1/target/test-classes:$1/target/classes:$(cat "$1/target/test-classpath")"
