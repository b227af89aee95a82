#!/usr/bin/env bash
# Train, judge, register: on the bank's file when there is one, else on a simulated bank.
set -euo pipefail

folder=${BANK_RS_STATE_DIR:-var}/training
mkdir -p "$folder"
panel=$folder/panel.parquet
trap 'rm -f "$panel"' EXIT

if [[ -n ${BANK_RS_DATA:-} ]]; then
  description="$(basename "$BANK_RS_DATA")"
  bank-rs ingest "$BANK_RS_DATA" --out "$panel"
else
  clients=${BANK_RS_SIMULATED_CLIENTS:-20000}
  description="simulated, $clients clients, 17 months, seed 42"
  bank-rs simulate --clients "$clients" --out "$panel"
fi
bank-rs train --data "$panel" --describe "$description"
