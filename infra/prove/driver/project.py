"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
FIXTURES = ROOT.parent / "shared" / "fixtures"  # others' inputs, beside the repository where they are
TARGET = ROOT / "target" / "prove"
