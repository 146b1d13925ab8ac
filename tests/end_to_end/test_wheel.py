"""The built wheel: what it holds, what it says about itself, and that it runs from there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from urllib.parse import unquote

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("dist")
    build(folder)
    return folder


def build(folder: Path, *words: str, **variables: str) -> None:
    environment = {name: value for name, value in os.environ.items() if "GITHUB" not in name}
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), *words]
    done = subprocess.run(
        [*command, str(ROOT)],
        capture_output=True,
        text=True,
        check=False,
        env={**environment, **variables},
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def unpacked(built: Path) -> Path:
    """The content of the wheel."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as wheel:
        wheel.extractall(built / "wheel")
    return built / "wheel"


@pytest.fixture(scope="module")
def metadata(unpacked: Path) -> Message:
    text = next(unpacked.glob("*.dist-info/METADATA")).read_text("utf-8")
    return Parser().parsestr(text)


def run(unpacked: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the unpacked wheel, with the modules it imported on standard error."""
    script = (
        "import sys\nfrom learnms.cli import main\ntry:\n    main(sys.argv[1:])\nfinally:\n"
        "    print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    environment = {name: value for name, value in os.environ.items() if "LEARNMS" not in name}
    return subprocess.run(
        [sys.executable, "-c", script, *words],
        capture_output=True,
        text=True,
        check=True,
        cwd=home.parent,
        env={**environment, "PYTHONPATH": str(unpacked), "LEARNMS_HOME": str(home)},
    )


def test_its_first_start_reads_no_yaml(unpacked: Path, tmp_path: Path) -> None:
    done = run(unpacked, tmp_path / "home", "due")

    assert "0 due" in done.stdout
    assert "learnms.engine.parsed_decks" in done.stderr.split()
    assert "yaml" not in done.stderr.split()


def test_a_deck_that_was_changed_in_place_is_read(unpacked: Path, tmp_path: Path) -> None:
    deck = next((unpacked / "learnms" / "shipped").rglob("01-*.yaml"))
    before = deck.read_bytes()
    try:
        deck.write_bytes(before.replace(b"deck:", b"deck: Changed", 1))
        done = run(unpacked, tmp_path / "home", "decks")
    finally:
        deck.write_bytes(before)

    assert "Changed" in done.stdout
    assert "yaml" in done.stderr.split()


def test_it_holds_the_manual_page(unpacked: Path) -> None:
    pages = list(unpacked.glob("*.data/data/share/man/man1/learnms.1"))

    assert len(pages) == 1
    assert pages[0].read_text("ascii").startswith(".TH LEARNMS 1")


def test_it_says_what_an_index_shows(metadata: Message) -> None:
    assert metadata["Author"] == "learnms developers"
    assert metadata["License-Expression"] == "MIT"
    assert metadata["Keywords"]
    classifiers = metadata.get_all("Classifier") or []
    assert any(each.startswith("Development Status ::") for each in classifiers)
    assert "Programming Language :: Python :: 3.13" in classifiers


def test_its_description_points_at_nothing_that_an_index_lacks(metadata: Message) -> None:
    text = str(metadata.get_payload())

    assert "](tests/" not in text
    assert "Run the tests" in text
    assert metadata["Project-URL"] is None


def test_a_release_names_the_repository_and_shows_its_pictures(tmp_path: Path) -> None:
    address = "https://github.example/learnms/learnms"
    build(
        tmp_path,
        "--sdist",
        GITHUB_SERVER_URL="https://github.example",
        GITHUB_REPOSITORY="learnms/learnms",
        GITHUB_SHA="0a1b2c",
    )

    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as archive:
        name = next(each for each in archive.getnames() if each.endswith("/PKG-INFO"))
        file = archive.extractfile(name)
        assert file is not None
        metadata = Parser().parsestr(file.read().decode())
    text = str(metadata.get_payload())
    assert f"Source, {address}" in (metadata.get_all("Project-URL") or [])
    shown = re.findall(r"!\[[^\]]*\]\(([^)]*)\)", text)
    assert shown
    for picture in shown:
        file_name = picture.removeprefix(f"{address}/raw/0a1b2c/")
        assert (ROOT / unquote(file_name)).is_file()


def test_the_source_archive_can_build_it(built: Path) -> None:
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    assert {
        ".ci/build_hook.py",
        ".ci/metadata_hook.py",
        "pyproject.toml",
        "README.md",
        "LICENSE",
    } <= names
    assert not [name for name in names if name.endswith((".pyc", ".db"))]
