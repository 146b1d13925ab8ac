"""The benchmarks run, and print what they promise."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def bench(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.bench", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def test_a_cheap_figure_is_printed_beside_its_floor() -> None:
    done = bench("--quick", "help", "transaction")

    assert done.returncode == 0, done.stderr
    head, help_, transaction = done.stdout.splitlines()[:3]
    assert head.split() == ["figure", "ours", "floor", "ratio", "expected"]
    row = r"{} +[\d.]+ ms +[\d.]+ ms +[\d.]+  ≤ {}"
    assert re.fullmatch(row.format("learnms --help", "4 × pass"), help_)
    assert re.fullmatch(row.format("answer transaction", "2 × raw sqlite3"), transaction)


def test_a_figure_that_is_not_there_is_refused_with_the_names_that_are() -> None:
    done = bench("speed")

    assert done.returncode == 2
    assert "there is no figure speed; there are home, card" in done.stderr
