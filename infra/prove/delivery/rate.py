"""An endpoint with a rate limit gets that rate, whoever sends and however much more there is; one without a limit beside it notices nothing."""

from collections import Counter

from facts import expect, expect_between, note
from load import Loop, Sender, Sink, percentile
from sluice import Local
from waiting import until

RATE, OFFERED, SECONDS, WARM_UP = 10, 40, 30, 20
ALL = OFFERED * SECONDS
loop = Loop()


def main():
    limited, free = Sink(loop, 200), Sink(loop, 200)
    with Local("--no-demo", "--dispatchers", "4", "--allow", f"127.0.0.1:{limited.port},127.0.0.1:{free.port}") as local:
        endpoint = local.endpoint(limited.url, event_types=["limited.happened"], rate_limit=RATE)
        expect("the limit is answered", RATE, endpoint["rate_limit"])
        local.endpoint(free.url, event_types=["free.happened"])
        loop.run(Sender(local).steady(["free.happened"], OFFERED, WARM_UP))  # a POST that waits for the compiler leaves its place in the rate late
        sender = Sender(local)
        loop.run(sender.steady(["limited.happened", "free.happened"], OFFERED, SECONDS))
        until(lambda: len(sender.waits(free, "free")) >= ALL, 60)
        expect("the free one's events that came", ALL, len(sender.waits(free, "free")))
        waits = sender.waits(free, "free")
        note(f"{OFFERED} a second for {SECONDS} s to each; the free one: p50 {percentile(waits, 0.5):.0f} ms, p99 {percentile(waits, 0.99):.0f} ms")

        until(lambda: len(limited.arrivals) >= ALL, 3 * ALL / RATE, every=1)
        expect("the limited one's events that came", ALL, len(limited.arrivals))
        times = sorted(limited.arrivals.values())
        windows = Counter(int((at - times[0]) // 10) for at in times)
        whole = [windows[i] for i in range(max(windows))]
        note(f"arrivals in each 10 s, through four containers: {whole} and {windows[max(windows)]} in the last")
        expect_between("most in 10 s, x10 a second", 9 * RATE, 11 * RATE, max(whole))
        expect_between("mean a second x10, first to last", 9 * RATE, 11 * RATE, round(10 * len(times) / (times[-1] - times[0])))
        held = sum(d["attempts_made"] != 1 for d in local.deliveries(endpoint["id"]))
        expect("deliveries that took more than their one attempt", 0, held)


main()
