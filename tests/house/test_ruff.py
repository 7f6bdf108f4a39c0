import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.sources import ROOT


@pytest.mark.parametrize("asked", [("check", "--quiet"), ("format", "--check", "--quiet")], ids=" ".join)
def test_ruff_finds_nothing(asked: tuple[str, ...]) -> None:
    ruff = Path(sys.executable).with_name("ruff")
    done = subprocess.run([ruff, *asked, "."], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
