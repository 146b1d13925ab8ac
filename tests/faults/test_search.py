"""Nothing that is typed into a search is run by the database."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.factories.search import DECK, browser_of
from tests.faults.child import learnms

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from learnms.engine.workspace import Workspace

TERMS = ("", "deck:", "topic:", "tag:", "kind:", "is:", "priority:", "prop:", "rated:", "note:")
INJECTIONS = (
    *("'", '"', "''", "';--", '";--', "`", "\\", "%", "_", "%%%%", "*", "?", ":x", "@x", "$x"),
    *("' OR '1'='1", '" OR ""="', "1 OR 1=1", "') OR ('1'='1", "' OR 1=1 --", "x' AND 0"),
    *(
        "'; DROP TABLE event; --",
        "'; DELETE FROM event WHERE 1; --",
        "'; UPDATE event SET rating=4",
    ),
    *("' UNION SELECT * FROM event --", "' UNION SELECT sql FROM sqlite_master --"),
    *("x'; ATTACH DATABASE '/tmp/x' AS x; --", "load_extension('x')", "randomblob(1000000000)"),
    *("NEAR(a b)", "a NEAR/5 b", "a AND", "OR", "NOT", "a OR OR b", "(", ")", "((", "a*b*", "^a"),
    *("{a b}: c", "col: x", '"unclosed', "-", "--", "- -", "-(", "s>", "s>x", "s>1e999", "7:7:7"),
    *("\u202e", "\x1b[31m", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace")),
    *("a" * 5_000, "(" * 500, "-" * 500, "a or " * 500, '"' * 501, "\u0130", "ﬁ", "e\u0301"),
)


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_what_is_typed_is_searched_for_and_not_run(
    open_workspace: Callable[[], Workspace], deck_file: Path, tmp_path: Path
) -> None:
    deck_file.write_text(DECK, "utf-8")
    browser = browser_of(open_workspace())
    everything = set(browser.find("").rows)
    before = dump(tmp_path / "home" / "learnms.db")
    source = random.Random(1)
    mixtures = [" ".join(source.choices(INJECTIONS[:60], k=3)) for _ in range(300)]

    for text in [term + injection for term in TERMS for injection in INJECTIONS] + mixtures:
        found = browser.find(text)
        assert set(found.rows) <= everything
        if text in (
            "' OR '1'='1",
            "' OR 1=1 --",
            "') OR ('1'='1",
            "' UNION SELECT * FROM event --",
        ):
            assert not found.rows
    assert dump(tmp_path / "home" / "learnms.db") == before


@pytest.mark.parametrize("text", ["' OR '1'='1", "'; DROP TABLE event; --", '"unclosed', "((", "-"])
def test_a_search_of_the_command_line_ends_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "decks").mkdir()
    (tmp_path / "decks" / "deck.yaml").write_text(DECK, "utf-8")
    done = learnms(tmp_path, "browse", f" {text}")

    assert done.code in (0, 1, 2)
    assert "Traceback" not in done.err
