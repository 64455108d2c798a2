"""What a million deliveries cost at list price: the figures that CostIT leaves in target/prove/cost.csv, times prices.json."""

import csv
import json
from pathlib import Path

from facts import expect, note
from project import TARGET

PRICES = json.loads(Path(__file__).with_name("prices.json").read_text(encoding="utf-8"))
TICKS_A_MONTH = 30 * 24 * 60
IDLE_POLLS_A_MONTH = 5 * 30 * 24 * 3600 // 20  # of one queue: Lambda's least, five long polls of 20 s at once
CASES = 6


def lines(figures):
    """Dollars for a million of these, by what is paid for; every SQS request is taken for one of a fair queue."""
    used = {**figures, "fair": figures["sqs"]}
    return {name: float(used[name]) * item["price"] for name, item in PRICES["dollars_per_million"].items()}


def shown(dollars):
    return ", ".join(f"{name} {amount:.3f}" for name, amount in dollars.items())


def main():
    with open(TARGET / "cost.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    note(f"list prices of {PRICES['region']}, {PRICES['read_on']}; without {PRICES['without']}")
    for name, item in PRICES["dollars_per_million"].items():
        note(f"{name}: ${item['price']} a million {item['of']} ({item['source']})")
    deliveries = [row for row in rows if row["per"] == "delivery"]
    for row in deliveries:
        dollars = lines(row)
        note(f"{row['kilobytes']} KB, batches of {row['batch']}: ${sum(dollars.values()):.2f} a million deliveries ({shown(dollars)})")
    for tick in (row for row in rows if row["per"] == "tick"):
        dollars = {name: amount * TICKS_A_MONTH / 1_000_000 for name, amount in lines(tick).items()}
        note(f"a tick a minute with nothing to do: ${sum(dollars.values()):.2f} a month ({shown(dollars)})")
    polls = IDLE_POLLS_A_MONTH * PRICES["dollars_per_million"]["sqs"]["price"] / 1_000_000
    note(f"not measured: a queue that Lambda polls and finds empty, {IDLE_POLLS_A_MONTH} receives and ${polls:.2f} a month")
    expect("cases with a price", CASES, len(deliveries))
    least = next((lines(row) for row in deliveries if (row["kilobytes"], row["batch"]) == ("0.9", "10")), {})
    expect("0.9 KB, batches of 10: the largest line", "writes", max(least, key=least.get, default=None))


main()
