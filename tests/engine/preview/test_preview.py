"""The preview of a deck file: its cards, the findings about each, and what a save changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from learnms.engine.preview.preview import Watched
from learnms.errors import LearnmsError
from learnms.paths import deck_files

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
DECK = """\
deck: Ward
id: ward
cards:
  - id: one-dose
    ask: Which dose?
    answer: 600 mg
    also:
      - ask: How much?
        answer: 600 mg
  - id: two-anser
    ask: Who?
    anser: She
cases:
  - id: night-call
    title: A call at night
    story: A phone rings.
    parts:
      - id: first-call
        ask: What first?
        right: Listen
        wrong: [Wait]
        exhibit: {Chart: Pulse 90}
      - id: then-call
        ask: What then?
        type: [Call]
"""


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    path = tmp_path / "ward.yaml"
    path.write_text(DECK, "utf-8")
    return path


def watched(path: Path) -> Watched:
    return Watched(str(path), lambda: NOW)


def test_cards_and_questions_of_cases_come_in_the_order_of_the_file(deck: Path) -> None:
    preview = watched(deck).preview

    assert [stop.name for stop in preview.stops] == [
        "one-dose",
        "two-anser",
        "night-call first-call",
        "night-call then-call",
    ]
    assert preview.stops[0].about(1) == "Card 1 of 4 · flashcard · form 2 of 2"
    assert not preview.stops[1].views
    assert preview.stops[2].about(0).endswith("A call at night, question 1 of 2 · multiple choice")
    assert dict(preview.stops[2].views[0].exhibit) == {
        "Story": "A phone rings.",
        "Chart": "Pulse 90",
    }


def test_each_finding_belongs_to_its_card(deck: Path) -> None:
    preview = watched(deck).preview
    places = {
        finding.code: preview.stop_of(finding) for finding in preview.findings if finding.line >= 10
    }

    assert places["LM104"] == 1
    assert {preview.findings[at].line for at in preview.findings_of(2)} <= set(range(14, 23))
    assert any(words.endswith("errors") for _, words in preview.counted())


def test_a_finding_in_the_head_belongs_to_no_card(deck: Path) -> None:
    deck.write_text(DECK.replace("id: ward\n", "id: ward\nversoin: 1\n", 1), "utf-8")
    preview = watched(deck).preview

    (head,) = [finding for finding in preview.findings if finding.line == 3]
    assert preview.stop_of(head) is None


def test_after_a_save_the_card_is_found_by_its_id_or_its_place(deck: Path) -> None:
    file = watched(deck)
    before = file.preview
    assert not file.is_changed()
    new = "  - id: zero-card\n    ask: New?\n    answer: Yes\n"
    deck.write_text(DECK.replace("cards:\n", f"cards:\n{new}", 1), "utf-8")

    assert file.is_changed()
    after = file.reload()
    assert not file.is_changed()
    assert [after.same_stop(before, stop) for stop in range(4)] == [1, 2, 3, 4]

    deck.write_text(DECK.replace("id: one-dose", "id: other-dose", 1), "utf-8")
    assert file.reload().same_stop(before, 0) == 0
    deck.write_text(DECK[: DECK.index("cases:")], "utf-8")
    assert file.reload().same_stop(before, 3) == 1


@pytest.mark.parametrize("bad", ["", 'deck: Ward\ncards:\n  - ask: "open\n', "- a\n", None])
def test_a_bad_save_keeps_the_cards_and_names_the_line(bad: str | None, deck: Path) -> None:
    file = watched(deck)
    good = file.preview
    if bad is None:
        deck.unlink()
    else:
        deck.write_text(bad, "utf-8")

    kept = file.reload()
    assert kept.kept
    assert kept.stops == good.stops
    assert kept.findings
    assert kept.findings[0].line >= 1
    assert (kept.saved is None) is (bad is None)

    deck.write_text(DECK, "utf-8")
    assert not file.reload().kept
    assert file.preview.findings == good.findings


def test_the_sources_beside_the_deck_count_and_are_watched(deck: Path) -> None:
    text = DECK.replace(
        "    answer: 600 mg\n    also", "    answer: 600 mg\n    source: uspi\n    also"
    )
    deck.write_text(text, "utf-8")
    file = watched(deck)
    unknown = [finding for finding in file.preview.findings if "uspi" in finding.message]
    (deck.parent / "sources.yaml").write_text("uspi: {title: U, nonsense: 1}\n", "utf-8")

    assert unknown
    assert file.is_changed()
    preview = file.reload()
    assert preview.stops[0].views[0].citations[0].title == "U"
    (there,) = [finding for finding in preview.findings if finding.file != preview.file.shown]
    assert preview.path_of(there) == str(deck.parent / "sources.yaml")
    assert preview.stop_of(there) is None
    assert preview.lines[there.file] == ("uspi: {title: U, nonsense: 1}", "")


def test_the_thresholds_beside_the_deck_are_watched(deck: Path) -> None:
    file = watched(deck)
    advice = [finding for finding in file.preview.findings if finding.family == "LM3"]
    thresholds = deck.parent / "learnms.toml"
    ignored = "".join(f'{code} = "short"\n' for code in {finding.code for finding in advice})
    thresholds.write_text(f"[check.ignore]\n{ignored}", "utf-8")

    assert advice
    assert file.is_changed()
    assert not [finding for finding in file.reload().findings if finding.family == "LM3"]
    thresholds.write_text("[check]\nnonsense = 1\n", "utf-8")
    with pytest.raises(LearnmsError, match="nonsense"):
        file.reload()


def test_every_shipped_card_can_be_shown() -> None:
    folder = Path(__file__).parents[3] / "decks"
    files = [Path(file.path) for file in deck_files([str(folder)])][:6]

    for path in files:
        preview = watched(path).preview
        assert all(stop.views for stop in preview.stops)
        assert not preview.number("error")


def test_what_is_no_deck_is_refused(tmp_path: Path) -> None:
    sources = tmp_path / "sources.yaml"
    sources.write_text("uspi: {title: U}\n", "utf-8")

    for path in (tmp_path, sources, tmp_path / "none.yaml"):
        with pytest.raises(LearnmsError):
            watched(path)
