"""What a source's new revision makes doubtful, in the order of work."""

from __future__ import annotations

from datetime import date

from learnms.decks.load import load_text
from learnms.decks.stale import never_checked, stale_cards, unjudged
from tests.factories.deck_files import Folder

TODAY = date(2026, 11, 22)
DECK = """\
deck: Ward
id: ward
sources:
  zebra: {title: Revised, revised: 2026-06}
  alpha: {title: Not revised}
  later: {title: Revised later, revised: 2026-10-01}
cards:
  - {id: fresh, ask: a, answer: b, source: zebra §1, checked: 2026-06-01}
  - {id: behind, ask: c, answer: d, source: zebra §2, checked: 2026-05-31}
  - {id: first, ask: e, answer: f, source: zebra §3, checked: 2026-05-31, priority: core}
  - {id: oldest, ask: g, answer: h, source: [zebra §4, later, alpha], checked: 2025-01-01}
  - {id: year-old, ask: i, answer: j, source: [alpha §1, later], checked: 2025-11-21}
  - {id: a-year, ask: k, answer: l, source: alpha, checked: 2025-11-22}
  - {id: never, ask: m, answer: n, source: alpha}
  - id: one-form
    ask: o
    answer: p
    source: alpha
    checked: 2026-11-01
    also:
      - {ask: q, type: p, checked: 2025-02-01}
      - {ask: r, type: p, checked: 2025-01-01}
cases:
  - id: a-case
    title: t
    story: s
    source: later §9
    checked: 2026-09-30
    parts:
      - {id: a-part, ask: True?, true-false: yes, tests: first}
      - {id: b-part, ask: False?, true-false: no, checked: 2026-10-02, tests: first}
"""


def test_cards_come_by_source_then_core_first_then_the_oldest_check(folder: Folder) -> None:
    rows = stale_cards([folder.read(DECK)], TODAY)
    assert [(row.source.key, row.card, row.checked.isoformat(), row.why) for row in rows] == [
        ("later", "oldest", "2025-01-01", "revised"),
        ("later", "year-old", "2025-11-21", "revised"),
        ("later", "a-case/a-part", "2026-09-30", "revised"),
        ("zebra", "first", "2026-05-31", "revised"),
        ("zebra", "oldest", "2025-01-01", "revised"),
        ("zebra", "behind", "2026-05-31", "revised"),
        ("alpha", "one-form", "2025-01-01", "year"),
    ]
    assert {row.file for row in rows} == {"deck.yaml"}
    assert rows[0].line == 11


def test_cards_never_checked_come_core_first(folder: Folder) -> None:
    assert [row.card for row in never_checked([folder.read(DECK)])] == ["never"]
    unchecked = DECK.replace(", checked: 2026-05-31", "")
    rows = never_checked([folder.read(unchecked)])
    assert [row.card for row in rows] == ["first", "behind", "never"]


def test_what_cannot_be_judged_is_named() -> None:
    bad = (
        DECK.replace("{id: fresh, ask:", "{id: fresh, aks:")
        .replace("source: zebra §2", "source: zebar §2")
        .replace("checked: 2025-11-21", "checked: last week")
        .replace("    story: s\n", "")
        .replace("source: alpha, checked: 2025-11-22", "checked: 2025-11-22")
    )
    rows = unjudged([load_text(bad, "ward.yaml")])
    assert [(row.card, row.why, row.line) for row in rows] == [
        ("fresh", "errors", 8),
        ("behind", "source", 9),
        ("year-old", "errors", 12),
        ("a-year", "source", 13),
        ("a-case", "errors", 24),
    ]


def test_a_bad_question_does_not_hide_the_others_of_its_case() -> None:
    rows = unjudged([load_text(DECK.replace("ask: True?, ", ""), "ward.yaml")])
    assert [(row.card, row.why) for row in rows] == [("a-case/a-part", "errors")]


def test_a_file_that_cannot_be_read_as_a_whole_is_not_judged() -> None:
    rows = unjudged([load_text(DECK + "  - [", "ward.yaml")])
    assert [(row.card, row.why, row.deck) for row in rows] == [("", "unreadable", "ward")]
    assert not unjudged([load_text(DECK, "ward.yaml")])


def test_a_year_is_over_one_day_later(folder: Folder) -> None:
    rows = stale_cards([folder.read(DECK)], date(2026, 11, 23))
    assert [row.card for row in rows if row.source.key == "alpha"] == ["one-form", "a-year"]
