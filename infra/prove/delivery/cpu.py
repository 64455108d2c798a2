"""What a delivery costs beside the POST that it is: CPU time of the dispatcher, in-memory ports, against the same client alone."""

import subprocess

from load import Loop, Sink
from project import ROOT

subprocess.run([str(ROOT / "infra/benchmarks/deliver.sh"), Sink(Loop(), 200).url], check=True)
