#!/usr/bin/env bash
# The functions in containers, invoked by the SAM CLI, against the table and the queues of a running `./sluice local`.
#   infra/prove/sam.sh
# Needs the SAM CLI and a container engine that speaks Docker's API (DOCKER_HOST or /var/run/docker.sock); else NOT RUN.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
. infra/prove/lib.sh

export SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=${AWS_DEFAULT_REGION:-us-east-1}
what="sam local invoke against ./sluice local"
case $(uname -m) in
  arm64 | aarch64) architecture=arm64 ;;
  *) architecture=x86_64 ;;
esac

engine() { # asks the container engine for a path of its API
  local host=${DOCKER_HOST:-unix:///var/run/docker.sock}
  case $host in
    unix://*) curl -sf --max-time 10 --unix-socket "${host#unix://}" "http://engine$1" ;;
    *) curl -sf --max-time 10 "http://${host#*://}$1" ;;
  esac
}

command -v sam >/dev/null || { not_run "$what" "the SAM CLI is not on the PATH"; finish; }
engine /_ping >/dev/null || { not_run "$what" "no container engine answers at DOCKER_HOST or /var/run/docker.sock"; finish; }

directory=$(mktemp -d)
system=""
stop() {
  if [ -n "$system" ]; then
    kill "$system" 2>/dev/null || true
    wait "$system" || true
  fi
  rm -rf "$directory"
}
trap stop EXIT

./sluice local --port 0 --data "$directory/data" >"$directory/out" 2>"$directory/err" &
system=$!
until grep -q 'Sluice is ready' "$directory/out" && grep -q "sam local" "$directory/out"; do
  kill -0 "$system" 2>/dev/null || { cat "$directory/err" >&2; expect "./sluice local" "ready" "ended"; system=""; finish; }
  sleep 0.5
done
receiver=$(sed -n 's/^ *receiver *\(http:[^ ]*:[0-9]*\).*/\1/p' "$directory/out")
variables=$(sed -n 's/^ *sam local *--env-vars *//p' "$directory/out")

skip_pull=()
engine "/images/public.ecr.aws/lambda/java:25-$architecture/json" >/dev/null && skip_pull=(--skip-pull-image)

invoke() { # what a function answers to a file of infra/events
  sam local invoke "$1" --event "infra/events/$2" --env-vars "$variables" --docker-network host \
    --parameter-overrides Architecture="$architecture" "${skip_pull[@]}" 2>"$directory/sam" ||
    { cat "$directory/sam" >&2; echo "sam ended with an error"; }
}

webhooks() { # how many the demo receiver has got
  curl -sf "$receiver/__received" | grep -o '"number":' | wc -l
}

expect "webhooks before" 0 "$(webhooks)"
expect "IngestFunction answers the bounce" null "$(invoke IngestFunction ses-bounce.json)"
for _ in $(seq 60); do
  [ "$(webhooks)" -gt 0 ] && break
  sleep 0.5
done
expect "webhooks after" 1 "$(webhooks)"
expect "type of the webhook" '"type":"email.bounced"' \
  "$(curl -sf "$receiver/__received" | sed 's/.*"body_base64":"\([^"]*\)".*/\1/' | base64 -d | grep -o '"type":"[a-z.]*"' | head -n 1)"
expect "line of the attempt" "attempt 1 200 delivered" \
  "$(sed -n 's/^email\.bounced  msg_[0-9A-Z_]*  \(attempt 1\)  \(200\)  [0-9]* ms  \(delivered\)$/\1 \2 \3/p' "$directory/out")"
expect "ApiFunction answers GET /health" '{"status":"ok"}' \
  "$(invoke ApiFunction http-health.json | sed 's/\\"/"/g' | grep -o '{"status":"ok"}')"
expect "SchedulerFunction answers the tick" null "$(invoke SchedulerFunction tick.json)"
expect "DispatcherFunction answers a batch of events that are not there" '{"batchItemFailures":[]}' \
  "$(invoke DispatcherFunction dispatch-batch.json | tr -d ' \n')"
finish
