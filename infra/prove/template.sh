#!/usr/bin/env bash
# What template.yaml says, checked without AWS: both linters, then facts of the template that SAM makes of it.
#   infra/prove/template.sh
# Needs cfn-lint, the SAM CLI and a Python with aws-sam-translator (both of them bring one); what is absent is NOT RUN.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. infra/prove/lib.sh

export AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-eu-west-1} SAM_CLI_TELEMETRY=0
templates=(template.yaml infra/alarms/*.yaml infra/dashboards/*.yaml)
output=$(mktemp)
trap 'rm -f "$output"' EXIT

exit_code() { # of a command; its output goes to $output and, if it failed, to standard error
  local code=0
  "$@" >"$output" 2>&1 || code=$?
  [ "$code" -eq 0 ] || cat "$output" >&2
  echo "$code"
}

python_with_translator() {
  local candidate
  for candidate in python3 "$(shebang sam)" "$(shebang cfn-lint)"; do
    [ -n "$candidate" ] && "$candidate" -c 'import samtranslator' 2>/dev/null && { echo "$candidate"; return; }
  done
  return 1
}

shebang() { # the Python that runs a program on the PATH, if it is one
  local program
  program=$(command -v "$1") && sed -n '1s/^#! *\(\/[^ ]*python[0-9.]*\)$/\1/p' "$program" || true
}

if command -v cfn-lint >/dev/null && cfn-lint --version >/dev/null 2>&1; then
  expect "cfn-lint exit code" 0 "$(exit_code cfn-lint "${templates[@]}")"
else
  not_run "cfn-lint" "cfn-lint is not on the PATH"
fi

if command -v sam >/dev/null; then
  expect "sam validate --lint exit code" 0 "$(exit_code sam validate --lint --template template.yaml)"
else
  not_run "sam validate --lint" "the SAM CLI is not on the PATH"
fi

if python=$(python_with_translator); then
  code=$(exit_code "$python" infra/prove/template.py)
  expect "reading the template, exit code" 0 "$code"
  if [ "$code" -eq 0 ]; then
    while IFS=$'\x1f' read -r name expected measured; do
      expect "$name" "$expected" "$measured"
    done <"$output"
  fi
else
  not_run "facts of the translated template" "no Python here imports samtranslator (pip install aws-sam-translator)"
fi

finish
