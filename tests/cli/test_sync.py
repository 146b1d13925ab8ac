"""`learnms sync`: two data folders and one between them, by command."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from learnms.cli.sync import PASSPHRASE
from tests.cli.conftest import Ran, Run
from tests.patient import scores

ROOT = Path(__file__).resolve().parents[2]
GRADED = "\n3\n" * 40


@pytest.fixture
def folder(tmp_path: Path) -> str:
    (tmp_path / "folder").mkdir()
    return str(tmp_path / "folder")


@pytest.fixture
def sync(run: Run, tmp_path: Path, folder: str) -> Run:
    """Runs a command on the data folder of a computer."""

    def command(computer: str, *words: str, typed: str = "") -> Ran:
        return run(*words, "--home", str(tmp_path / computer), typed=typed)

    return command


def test_two_computers_share_answers_and_the_exam_plan(sync: Run, folder: str) -> None:
    sync("one", "review", "--plain", "--limit", "3", typed=GRADED)
    sync("one", "plan", "--exam", "2027-01-15", "--minutes", "30")

    first = sync("one", "sync", folder)
    second = sync("two", "sync", folder)

    assert (first.code, first.err) == (0, "")
    assert first.out.startswith("Sent ")
    assert " received 0. " in first.out
    assert second.out.startswith("Sent 0 events, received ")
    assert "from 1 device. " in second.out
    assert "takes over the history in the folder (" in second.err
    assert sync("one", "memory", "--json").out == sync("two", "memory", "--json").out
    assert sync("one", "plan", "--json").out == sync("two", "plan", "--json").out
    assert sync("two", "sync").out.startswith("Nothing new to send or receive. ")
    assert sync("one", "export", "events").out == sync("two", "export", "events").out


def test_the_figures_as_json(sync: Run, folder: str) -> None:
    sync("one", "review", "--plain", "--limit", "1", typed=GRADED)
    dry = sync("one", "sync", folder, "--dry-run", "--json").json
    assert not list(Path(folder).iterdir())
    done = sync("one", "sync", folder, "--json").json

    assert done.keys() >= {"sent", "received", "devices", "waiting", "refused"}
    assert done["sent"] == dry["sent"] > 0
    assert (done["received"], done["waiting"], done["refused"]) == (0, [], [])
    learner = next(Path(folder).iterdir())
    waiting = learner / "other" / "000001.jsonl"
    waiting.parent.mkdir()
    waiting.touch()
    assert sync("one", "sync", "--json").json["waiting"] == ["other/000001.jsonl"]
    ran = sync("one", "sync")
    assert (ran.code, ran.err) == (
        0,
        "learnms: 1 file is not complete yet. Sync again when your sync program is done.\n",
    )


def test_wrong_use_is_a_sentence(sync: Run, folder: str, tmp_path: Path) -> None:
    ran = sync("one", "sync")
    assert (ran.code, ran.err) == (
        2,
        "learnms: No folder to sync with yet. Name one: learnms sync FOLDER\n",
    )
    assert "does not exist. Make the folder first" in sync("one", "sync", f"{folder}/no").err
    assert "holds the data folder" in sync("one", "sync", str(tmp_path)).err
    (tmp_path / "file").touch()
    assert "is not a folder" in sync("one", "sync", str(tmp_path / "file")).err


def test_a_data_folder_in_a_synced_folder_is_warned_about(
    sync: Run, folder: str, tmp_path: Path
) -> None:
    ran = sync("Dropbox/learnms", "sync", folder)

    assert "is in a folder that Dropbox syncs, which can damage the database" in ran.err


def test_a_patient_needs_a_passphrase_and_reads_plain_words(
    sync: Run, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for computer in ("one", "two"):
        (tmp_path / computer).mkdir(mode=0o700)
        (tmp_path / computer / "settings.toml").write_text('who = "patient"\n')
    sync("one", "review", "--plain", "--limit", "2", typed=GRADED)

    refused = sync("one", "sync", folder)
    assert refused.code == 1
    assert "LEARNMS_SYNC_PASSPHRASE" in refused.err
    monkeypatch.setenv(PASSPHRASE, "short")
    assert "at least 8 characters" in sync("one", "sync", folder).err
    assert not list(Path(folder).iterdir())
    monkeypatch.setenv(PASSPHRASE, "correct horse battery")
    first, second = sync("one", "sync", folder), sync("two", "sync", folder)
    assert first.out.startswith("Your answers are in the folder. ")
    assert second.out.startswith("Your answers from your other computer were added. ")
    monkeypatch.setenv(PASSPHRASE, "wrong horse battery")
    wrong = sync("two", "sync", folder)
    assert (wrong.code, wrong.err.count("\n")) == (1, 1)
    assert "passphrase is not the one" in wrong.err
    assert not scores("".join((refused.err, first.out, second.out, wrong.err)))
    for path in (*tmp_path.rglob("*.db"), *Path(folder).rglob("*.jsonl")):
        assert b"horse" not in path.read_bytes()


def test_several_learners_are_listed(sync: Run, folder: str) -> None:
    for computer in ("one", "two"):
        sync(computer, "review", "--plain", "--limit", "1", typed=GRADED)
        sync(computer, "sync", folder)
    ids = sorted(path.name for path in Path(folder).iterdir())

    asked = sync("new", "sync", folder)

    assert asked.code == 2
    assert all(f"{ident[:8]} (" in asked.err for ident in ids)
    assert sync("new", "sync", folder, "--as", ids[1][:8]).code == 0
    assert sync("one", "sync").out.startswith("Nothing new")


def test_what_was_erased_elsewhere_is_erased_here_when_the_learner_agrees(
    sync: Run, folder: str, tmp_path: Path
) -> None:
    sync("one", "review", "--plain", "--limit", "1", typed=GRADED)
    sync("one", "sync", folder)
    new = sync("three", "sync", folder)
    assert new.code == 0
    assert sync("one", "erase", "--yes").code == 0

    refused = sync("three", "sync")
    assert refused.code == 1
    assert "Your data was erased on another computer on November 22" in refused.err
    assert (tmp_path / "three" / "learnms.db").exists()
    assert [path.name for path in Path(folder).rglob("*.json*")] == ["erased.json"]
    assert sync("three", "sync", "--yes").code == 0
    assert not (tmp_path / "three" / "learnms.db").exists()


def test_processes_of_their_own_sync_encrypted_files(tmp_path: Path, deck_file: Path) -> None:
    (tmp_path / "folder").mkdir()

    def learnms(computer: str, *words: str, typed: str = "") -> str:
        environment = {
            **os.environ,
            "LEARNMS_HOME": str(tmp_path / computer),
            "LEARNMS_DECKS": str(deck_file),
            "LEARNMS_NOW": "2026-11-22T09:00:00+00:00",
            PASSPHRASE: "correct horse battery",
        }
        done = subprocess.run(
            [sys.executable, "-m", "learnms", *words],
            cwd=ROOT,
            env=environment,
            input=typed,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    folder = str(tmp_path / "folder")
    learnms("one", "review", "--plain", "--limit", "2", typed=GRADED)
    learnms("one", "sync", folder, "--encrypt")
    learnms("two", "sync", folder)
    assert learnms("one", "export", "events") == learnms("two", "export", "events")
    data = [path.read_bytes() for path in Path(folder).rglob("*.jsonl")]
    assert data
    assert not any(b"card" in each for each in data)
