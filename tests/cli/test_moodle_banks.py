"""Decks that go to Moodle and come back, by the commands."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.mark.parametrize(
    ("format_", "file", "cards"), [("gift", "q.gift", 11), ("moodle", "q.xml", 15)]
)
def test_the_template_goes_out_and_comes_back(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, file: str, cards: int
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("new", "template.yaml").code == 0

    exported = run("export", format_, "template.yaml", "--to", file)
    assert exported.code == 0
    assert "learners grade it themselves" in exported.out + exported.err
    imported = run("import", file, "--yes", "--to", "back.yaml")
    assert imported.code == 0
    assert f"{cards} cards" in imported.out + imported.err

    findings = run("check", "--format", "json", "back.yaml").json["findings"]
    assert [finding for finding in findings if finding["severity"] == "error"] == []
