#!/usr/bin/env bash
# How much CPU a delivery takes beside the POST that it is; see CpuPerDelivery.
#   infra/benchmarks/deliver.sh URL     a receiver on loopback that answers 200; about a minute
# Prints facts as infra/prove/lib.sh reads them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

[ $# -eq 1 ] || { echo "deliver.sh needs the URL of a receiver on loopback" >&2; exit 2; }
JAVA_HOME=$(./sluice java-home)
export JAVA_HOME
log=$(mktemp)
trap 'rm -f "$log"' EXIT
mvn -q -B -ntp -pl functions/dispatcher -am test-compile dependency:build-classpath -Dmdep.outputFile=target/test-classpath -Dmdep.includeScope=test \
  -Dspotless.check.skip -Djacoco.skip >"$log" 2>&1 || { cat "$log" >&2; exit 2; }
cd functions/dispatcher
"$JAVA_HOME/bin/java" -cp "target/test-classes:target/classes:$(cat target/test-classpath)" dev.sluice.dispatcher.CpuPerDelivery "$1" 2>&1 >/dev/null
