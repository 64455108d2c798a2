#!/usr/bin/env bash
# The whole path, from outside: what issue 3 must show, measured on a running ./sluice local by HTTP, SNS and SQS.
#   infra/prove/path.sh             everything
#   infra/prove/path.sh kill stop   these sections
# Needs bash, curl, Python 3 and what ./sluice needs; what else is absent is NOT RUN.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. infra/prove/lib.sh
export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=infra/prove/driver
export SLUICE_TIERED_STOP_AT_LEVEL=1 # half the processor time of a start, of which there are about twenty

sections=(ready doors retry dead kill seams duplicates vectors zips ssrf stop template build)

outside() { # a section in Python
  facts_of python3 "infra/prove/path/$1.py"
}

section() {
  case $1 in
    ready | doors | retry | dead | kill | vectors | ssrf | stop) outside "$1" ;;
    seams) prove_it infra/local CrashIT CrashOfAFailureIT FanoutIT RetryIT SlowReceiverIT ;;
    duplicates)
      outside duplicates
      prove_it infra/local DuplicateInputIT
      ;;
    zips) prove_it infra/local FunctionZipsIT EventFilesIT ;;
    template)
      include infra/prove/template.sh
      include infra/prove/sam.sh
      ;;
    build) facts_of infra/prove/path/build.sh ;;
  esac
}

run_sections "$@"
