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

skip_pull=() # an image that is here already need not be asked for again
engine "/images/public.ecr.aws/lambda/java:25-$architecture/json" >/dev/null && skip_pull=(--skip-pull-image)

invoke() { # what function $1 answers to the file $2 of infra/events; the rest goes to sam
  local code=0
  sam local invoke "$1" --event "infra/events/$2" "${skip_pull[@]}" "${@:3}" 2>"$directory/sam" || code=$?
  [ "$code" -eq 0 ] || { cat "$directory/sam" >&2; echo "sam ended with $code"; }
}

health() { # of an answer of the api
  sed 's/\\"/"/g' | grep -o '{"status":"[a-z]*"}' || echo "no health"
}

./sluice help >"$directory/out" # builds the zips where they are older than their sources
# Keys that nothing is sealed with and nobody is let in by: /health asks for neither.
expect "ApiFunction answers GET /health with the template's own variables" '{"status":"ok"}' \
  "$(invoke ApiFunction http-health.json --parameter-overrides Architecture="$architecture" AdminKey=no-one-is-let-in-by-this-key-here \
    SealingKeys="k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" | health)"

# A container reaches this machine at the gateway of its network. Where that is an address of ours, as on Linux, everything listens
# there; with Docker Desktop the containers' name for this machine leads to its loopback.
gateway=$(engine /networks/bridge | sed -n 's/.*"Gateway":"\([0-9.]*\)".*/\1/p')
host=127.0.0.1
[ -n "$gateway" ] && grep -qs -- "-- $gateway\$" /proc/net/fib_trie && host=$gateway

./sluice local --host "$host" --port 0 --data "$directory/data" >"$directory/out" 2>"$directory/err" &
system=$!
until grep -q '^See what became of it' "$directory/out"; do
  kill -0 "$system" 2>/dev/null || { cat "$directory/err" >&2; expect "./sluice local" "ready" "ended"; system=""; finish; }
  sleep 0.5
done
receiver=$(sed -n 's/^ *receiver *\(http:[^ ]*:[0-9]*\).*/\1/p' "$directory/out")
variables=$(sed -n 's/^ *sam local *--env-vars *//p' "$directory/out")
with=(--env-vars "$variables" --parameter-overrides Architecture="$architecture")

webhooks() { # how many the demo receiver has got
  local listing
  listing=$(curl -sf "$receiver/__received") || { echo "no answer"; return; }
  grep -o '"number":' <<<"$listing" | wc -l || true
}

expect "webhooks before" 0 "$(webhooks)"
expect "IngestFunction answers the bounce" null "$(invoke IngestFunction ses-bounce.json "${with[@]}")"
for _ in $(seq 60); do
  [ "$(webhooks)" = 0 ] || break
  sleep 0.5
done
expect "webhooks after" 1 "$(webhooks)"
expect "webhook's type" '"type":"email.bounced"' \
  "$(curl -sf "$receiver/__received" | sed -n 's/.*"body_base64":"\([^"]*\)".*/\1/p' | base64 -d | grep -o '"type":"[a-z.]*"' | head -n 1)"
expect "attempt of the local dispatcher" "attempt 1, 200, delivered" \
  "$(sed -n 's/^email\.bounced  msg_[0-9A-Z_]*  \(attempt 1\)  \(200\)  [0-9]* ms  \(delivered\)$/\1, \2, \3/p' "$directory/out")"
expect "SchedulerFunction answers the tick" null "$(invoke SchedulerFunction tick.json "${with[@]}")"
expect "DispatcherFunction answers a batch of events that are not there" '{"batchItemFailures":[]}' \
  "$(invoke DispatcherFunction dispatch-batch.json "${with[@]}" | tr -d ' \n')"
finish
