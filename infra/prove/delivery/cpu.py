"""What a delivery costs beside the POST that it is: CPU time of the dispatcher, in-memory ports, against the same client alone."""

import subprocess
import sys

from load import Loop, Sink
from program import command
from project import ROOT

OPTIONS = ("-XX:+UseSerialGC",)  # which the JVM chooses by itself where it has less than two processors or less than 1,792 MB, as the functions

# Its facts come by the standard error; the log lines that its deliveries write go nowhere, but are written.
subprocess.run(
    command("functions/dispatcher", "dev.sluice.dispatcher.CpuPerDelivery", Sink(Loop(), 200).url, options=OPTIONS),
    cwd=ROOT,
    check=True,
    stdout=subprocess.DEVNULL,
    stderr=sys.stdout,
)
