#!/usr/bin/env bash
# The whole path, from outside: what issue 3 must show, measured on a running ./sluice local by HTTP, SNS and SQS.
#   infra/prove/path.sh             everything
#   infra/prove/path.sh kill stop   these sections
# Needs bash, curl, Python 3 and what ./sluice needs; what else is absent is NOT RUN.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. infra/prove/lib.sh
export PYTHONDONTWRITEBYTECODE=1

sections=(ready retry dead kill seams duplicates vectors zips ssrf stop template build)

outside() { # a section in Python
  facts_of python3 "infra/prove/path/$1.py"
}

section() {
  case $1 in
    ready | retry | dead | kill | vectors | ssrf | stop) outside "$1" ;;
    duplicates) outside duplicates ;;
    *) echo "path.sh: no section $1; there are: ${sections[*]}" >&2; exit 2 ;;
  esac
}

./sluice --version >/dev/null # builds, where that is needed
started=$SECONDS
for name in "${@:-${sections[@]}}"; do
  printf '\n== %s\n' "$name"
  since=$SECONDS
  section "$name"
  printf '         %s took %d s\n' "$name" $((SECONDS - since))
done
printf '\n%d s in all\n' $((SECONDS - started))
finish
