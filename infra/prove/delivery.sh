#!/usr/bin/env bash
# Delivery, from outside: as much of what issue 5 must show as there is; docs/next.md has the rest.
#   infra/prove/delivery.sh            all of it
#   infra/prove/delivery.sh cold       these sections
# Needs bash, Python 3 and what ./sluice needs. Sections that measure time want a machine on which nothing else runs.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. infra/prove/lib.sh
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=infra/prove/driver

sections=(receivers rotation signing sealing cancel deadletters tests ssrf breaker rate told purged cost cpu noisy cold pipeline leaks)

section() {
  case $1 in
    receivers)
      facts_of python3 infra/prove/delivery/receivers.py
      prove_test functions/dispatcher 'TlsTest,VettingTest,DeadlineTest,HttpSenderTest' # certificates and names, which no receiver on loopback has
      ;;
    signing)
      facts_of python3 infra/prove/delivery/signatures.py
      prove_test shared OfficialVerifiersTest # the same of the official Java libraries, which read this machine's time
      ;;
    sealing)
      facts_of python3 infra/prove/delivery/sealing.py
      prove_test shared 'DataKeySealerTest,KmsKeyWrapperTest,HeldReleaseTest' # periods, containers that start at once, each of KMS's errors
      prove_test functions/dispatcher SealingByKmsTest
      prove_test functions/api 'SealingTest,PrimingTest' # a crash halfway; what is in a snapshot
      ;;
    tests)
      facts_of python3 infra/prove/delivery/tests.py
      prove_test functions/dispatcher TestedEndpointTest # a place in a rate, and what happens between asking and sending
      ;;
    rotation | cancel | deadletters | breaker | rate | cpu | noisy | cold | pipeline | leaks) facts_of python3 "infra/prove/delivery/$1.py" ;;
    ssrf)
      facts_of python3 infra/prove/delivery/ssrf.py
      prove_test functions/dispatcher VettingTest # a name that changes between two questions, which no file of names does in time
      ;;
    purged) prove_it infra/local PurgedIT PoisonIT ;; # the audit comes 10 to 15 minutes later: tests, which set the time
    cost)
      prove_it infra/local CostIT # leaves its figures for the dollars
      facts_of python3 infra/prove/delivery/dollars.py
      ;;
    told)
      facts_of python3 infra/prove/delivery/told.py
      prove_test functions/scheduler VitalsTest # the ledger's gap, which comes 15 minutes after an event
      prove_test functions/dispatcher 'DispatchMetricsTest,DispatchLogTest,OperationsTest'
      ;;
  esac
}

run_sections "$@"
