"""The listed mutations still apply, and the runner tells a caught one from one that survives."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutations.__main__ import main
from tests.mutations.listed import MUTATIONS
from tests.mutations.record import Edit, Mutation
from tests.mutations.run import ROOT, Run, applied, applies, copied_tree, judge, judged

LEECH = "learnms/study/leech.py"
NO_CHANGE = Mutation(
    "no-change",
    Edit(LEECH, "return lapses >= LEECH and", "return LEECH <= lapses and"),
    ("tests/study/test_leech.py",),
    "nothing is lost: the same in other words",
)


@pytest.fixture(scope="module")
def copy() -> Iterator[Path]:
    with copied_tree() as folder:
        yield folder


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_what_is_to_be_changed_stands_once_in_its_file(mutation: Mutation) -> None:
    assert all(applies(edit) for edit in mutation.edits)
    assert mutation.tests
    assert mutation.why


def test_every_mutation_has_its_own_name_and_every_area_a_dozen() -> None:
    areas = Counter(mutation.edit.file.split("/")[1] for mutation in MUTATIONS)

    assert len({mutation.name for mutation in MUTATIONS}) == len(MUTATIONS)
    assert min(areas[area] for area in ("store", "study", "kinds", "decks", "engine")) >= 10
    assert len(MUTATIONS) >= 60


def test_every_named_test_exists() -> None:
    for name in sorted({test for mutation in MUTATIONS for test in mutation.tests}):
        file, _, function = name.partition("::")
        text = (ROOT / file).read_text("utf-8")
        assert re.search(rf"^(async )?def {function.partition('[')[0]}\(", text, re.MULTILINE), name


def test_what_no_longer_applies_is_told(copy: Path) -> None:
    gone = NO_CHANGE._replace(edit=Edit(LEECH, "there is no such text", ""))
    twice = NO_CHANGE._replace(edit=Edit(LEECH, "lapses", ""))
    same = NO_CHANGE._replace(edit=Edit(LEECH, "LEECH = 8", "LEECH = 8"))

    assert {judge(each, copy).state for each in (gone, twice, same)} == {"does not apply"}


def test_the_copy_is_changed_and_the_tree_is_not(copy: Path) -> None:
    with applied(NO_CHANGE, copy):
        assert NO_CHANGE.edit.new in (copy / LEECH).read_text("utf-8")
        assert applies(NO_CHANGE.edit), "the tree is as it was"
    assert applies(NO_CHANGE.edit, copy)


@pytest.mark.parametrize(
    ("run", "hangs", "state"),
    [
        (Run(0, ""), False, "survived"),
        (Run(0, ""), True, "survived"),
        (Run(1, "FAILED tests/test_x.py::test_y - assert 1 == 2"), False, "killed"),
        (Run(None, ""), True, "killed"),
        (Run(None, ""), False, "tests broken"),
        (Run(2, "ERROR collecting"), False, "tests broken"),
        (Run(4, "not found"), False, "tests broken"),
        (Run(5, "no tests ran"), False, "tests broken"),
    ],
)
def test_only_a_failing_test_or_an_expected_hang_catches(run: Run, hangs: bool, state: str) -> None:
    assert judged(run, hangs=hangs).state == state


def test_a_caught_one_and_one_that_survives_are_told_apart(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    caught = next(mutation for mutation in MUTATIONS if mutation.edit.file == LEECH)
    monkeypatch.setattr("tests.mutations.__main__.MUTATIONS", (caught, NO_CHANGE))

    assert main([]) == 1

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in lines[:2]] == [
        ["killed", caught.name],
        ["survived", NO_CHANGE.name],
    ]
    assert lines[0].split()[2] == caught.tests[0].rpartition("/")[2]
    assert NO_CHANGE.why in lines[2]
    assert lines[3].startswith("1 of 2 killed")


def test_it_is_a_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutations", "no-such-name"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (2, "No mutation is called no-such-name.\n")
