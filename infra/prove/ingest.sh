#!/usr/bin/env bash
# Everything that is ingested, from outside: what issue 4 must show, by CLI, SNS, HTTP, SQS and Lambda's Invoke API.
#   infra/prove/ingest.sh              everything
#   infra/prove/ingest.sh corpus http  these sections
# Needs bash, Python 3 and what ./sluice needs; the inputs of others are read from ../shared/fixtures, where that is there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. infra/prove/lib.sh
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=infra/prove/driver
export SLUICE_TIERED_STOP_AT_LEVEL=1

sections=(corpus stored duplicates poison garbage signatures libraries owners effects seams fuzz speed)

outside() { # a section in Python
  facts_of python3 "infra/prove/ingest/$1.py"
}

section() {
  case $1 in
    corpus | stored | duplicates | poison | garbage | signatures | owners | effects) outside "$1" ;;
    libraries) prove_test shared 'OfficialStripeTest,OfficialLibraryTest,SourceSignatureLawsTest' ;;
    seams) prove_it infra/local CrashIT DuplicateInputIT SnsOverHttpIT QuarantineCommandIT ;;
    fuzz) prove_test shared 'NormalizerPropertiesTest,PinnedEventsTest' ;;
    speed) SLUICE_TIERED_STOP_AT_LEVEL=4 facts_of infra/benchmarks/normalize.sh ;;
  esac
}

run_sections "$@"
