"""Addresses in decks and in banks of other programs: only those of the web, as text, never
opened.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.faults.child import learnms

if TYPE_CHECKING:
    from pathlib import Path

EVIL = (
    *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "\tjavascript:alert(1)", "data:text/html,x"),
    *("file:///etc/passwd", "vbscript:x", "//evil.example/x", "ftp://evil.example", "about:blank"),
    *("java\nscript:alert(1)", "&#106;avascript:alert(1)", "x-man-page://ls", "ssh://evil.example"),
)
_TARGET = re.compile(r"""(?:href|src|action|data)\s*=\s*["']?([^"'\s>]*)""", re.IGNORECASE)


def deck(texts: tuple[str, ...]) -> str:
    sources = "".join(
        f"  s{at}: {{title: {json.dumps(text)}, url: {json.dumps(text)}}}\n"
        for at, text in enumerate(texts)
    )
    cards = "".join(
        f"  - id: card-{at}\n    ask: {json.dumps('[see](' + text + ') <a href=' + text + '>')}\n"
        f"    right: {json.dumps(text + ' x')}\n    wrong: [b, c]\n    source: s{at}\n"
        for at, text in enumerate(texts)
    )
    return f"deck: Links\nid: link-deck\nsources:\n{sources}cards:\n{cards}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "decks").mkdir()
    return tmp_path


def test_an_address_of_a_source_is_one_of_the_web(folder: Path) -> None:
    (folder / "decks" / "deck.yaml").write_text(deck(EVIL), "utf-8")
    report = json.loads(learnms(folder, "check", "--format", "json").out)

    wrong = [found for found in report["findings"] if "`url` should start with" in found["message"]]
    assert len(wrong) == len(EVIL)


@pytest.mark.parametrize("suffix", ["html", "md"])
def test_no_document_has_a_link_of_a_deck(folder: Path, suffix: str) -> None:
    texts = tuple(text for text in EVIL if "\n" not in text)
    (folder / "decks" / "deck.yaml").write_text(
        re.sub(r'url: "[^"]*"', "url: https://example.org/a", deck(texts)), "utf-8"
    )
    out = folder / f"out.{suffix}"
    words = (
        ("paper", "link-deck", "--to", str(out))
        if suffix == "html"
        else ("export", "markdown", "link-deck", "--to", str(out))
    )
    done = learnms(folder, *words)

    assert done.code == 0, done.err
    written = [path for path in folder.rglob(f"*.{suffix}") if path.is_file()]
    assert written
    for path in written if suffix == "html" else ():
        targets = _TARGET.findall(_without_text(path.read_text("utf-8")))
        assert [target for target in targets if not target.startswith("https://")] == []


def _without_text(page: str) -> str:
    """The tags of a page; what is escaped in it is no tag."""
    return " ".join(re.findall(r"<[^<>]*>", page))


def test_nothing_is_opened_by_itself(folder: Path) -> None:
    opened = folder / "opened"
    opener = folder / "opener"
    opener.write_text(f"#!/bin/sh\necho x >> {opened}\n")
    opener.chmod(0o755)
    for name in ("xdg-open", "open", "firefox", "www-browser", "sensible-browser"):
        (folder / name).symlink_to(opener)
    (folder / "decks" / "deck.yaml").write_text(deck(("https://example.org/a",)), "utf-8")
    import os

    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    for words in (("review", "--plain"), ("check",), ("browse",), ("decks",)):
        learnms(folder, *words, typed=b"1\n\nq\n", variables={"PATH": path, "BROWSER": str(opener)})

    assert not opened.exists()


def test_links_and_scripts_of_a_bank_become_text(folder: Path) -> None:
    html = "".join(
        f"&lt;a href=&quot;{text}&quot;&gt;look {at}&lt;/a&gt;&lt;img src=&quot;{text}&quot;"
        " onerror=&quot;alert(1)&quot;&gt;&lt;script&gt;steal()&lt;/script&gt;"
        for at, text in enumerate(EVIL)
        if "&" not in text
    )
    (folder / "bank.xml").write_text(
        '<?xml version="1.0"?><quiz><question type="multichoice"><questiontext format="html">'
        f"<text>Which? {html}</text></questiontext><answer fraction='100'><text>a</text></answer>"
        "<answer fraction='0'><text>b</text></answer></question></quiz>"
    )
    out = folder / "new.yaml"
    done = learnms(folder, "import", str(folder / "bank.xml"), "--to", str(out), "--yes")

    assert done.code == 0, done.said()
    text = out.read_text("utf-8")
    assert "look 0" in text
    assert not re.search(r"steal|onerror|<a |<img|<script|\]\(|url:|href", text, re.I)
