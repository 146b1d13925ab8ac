"""The page of a deck: its blueprint and what it covers, its sources, its problems."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from learnms.decks.codec import card_from_json, case_from_json, signed_from_json, sources_from_json
from learnms.decks.content_hash import state
from learnms.decks.model import Case
from learnms.engine import wording as words
from learnms.engine.home.decks import STILL_TO_COME, wrong_clock
from learnms.errors import UsageError
from learnms.store.scope import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from learnms.decks.model import Card, Form, Signed, Source
    from learnms.engine.queries import Queries
    from learnms.store.records import DeckRow
    from learnms.store.scope import Scope


@dataclass(frozen=True, slots=True)
class TopicCover:
    """A topic of the blueprint: its promised `weight` (None without one) and its real `share`, both
    in percent. It has `count` cards and case questions, `case_parts` of them case questions;
    `learned` of `total` scheduled parts have been reviewed.
    """

    key: str
    title: str
    weight: float | None
    count: int
    share: float
    learned: int
    total: int
    case_parts: int = 0


@dataclass(frozen=True, slots=True)
class Cited:
    """A source, and how many cards and case questions cite it."""

    source: Source
    uses: int


@dataclass(frozen=True, slots=True)
class DeckPage:
    """The values of a deck's page. `checked` are the first and the last day on which a card was
    checked against its source, those in the future left out; `unchecked` is how many cards and case
    questions have no such day; `changed` is how many cards and cases are not as they were `signed`.
    `clock` is a sentence if the machine's clock cannot be right;
    findings about checks in the future are then left out.
    """

    id: str
    title: str
    path: str
    version: str
    audience: tuple[str, ...]
    about: str
    disclaimer: str
    primer: str
    counts: dict[str, Any]
    topics: tuple[TopicCover, ...]
    sources: tuple[Cited, ...]
    checked: tuple[date, date] | None
    unchecked: int
    signed: Signed | None
    changed: int
    glossary: tuple[tuple[str, str], ...]
    clock: str
    problems: tuple[dict[str, Any], ...]
    learned: int
    total: int


def deck_page(queries: Queries, deck: str, scope: Scope = EVERYTHING) -> DeckPage:
    """The page of the deck with this id; see `deck_pages`.

    Raises:
        UsageError: the library has no such deck.
    """
    pages = deck_pages(queries, [deck], scope)
    if not pages:
        message = f"The deck `{deck}` is no longer in the library."
        raise UsageError(message)
    return pages[0]


def deck_pages(queries: Queries, decks: list[str], scope: Scope = EVERYTHING) -> list[DeckPage]:
    """The pages of these decks, or of all if none is given, in the library's order. What is learned
    counts the cards that the scope has, of a deck for anybody.
    """
    rows = [row for row in queries.decks() if not decks or row.deck_id in decks]
    return [
        _page(queries, row, scope._replace(role=None, decks=frozenset({row.deck_id})))
        for row in rows
    ]


def _page(queries: Queries, row: DeckRow, scope: Scope) -> DeckPage:
    bodies = [_studied(body.body) for body in queries.library.of_file(row.path)]
    entries = [entry for body in bodies for entry in _entries(body)]
    signed = signed_from_json(row.head)
    uses = Counter(key for _, form, _ in entries for key in {ref.key for ref in form.notes.sources})
    head, today = row.head, queries.calendar_day
    dated = sorted(form.notes.checked for _, form, _ in entries if form.notes.checked is not None)
    is_wrong = today is not None and bool(dated) and dated[(len(dated) - 1) // 2] > today
    clock = wrong_clock(today) if today is not None and is_wrong else ""
    days = [day for day in dated if today is None or is_wrong or day <= today]
    topics = _topics(
        queries,
        row,
        scope,
        Counter(topic for topic, _, _ in entries),
        Counter(topic for topic, _, in_case in entries if in_case),
    )
    return DeckPage(
        id=row.deck_id,
        title=row.title,
        path=row.path,
        version=head.get("version", ""),
        audience=tuple(head.get("audience", [])),
        about=head.get("about", ""),
        disclaimer=head.get("disclaimer", ""),
        primer=head.get("primer", ""),
        counts=head.get("counts", {}),
        topics=topics,
        sources=tuple(
            Cited(source, uses[key])
            for key, source in (sources_from_json(head) if head else {}).items()
            if uses[key]
        ),
        checked=(days[0], days[-1]) if days else None,
        unchecked=len(entries) - len(days),
        signed=signed,
        changed=sum(bool(state(signed, body)) for body in bodies) if signed is not None else 0,
        glossary=tuple((term, words) for term, words in head.get("glossary", [])),
        clock=clock,
        problems=tuple(
            problem for problem in row.problems if not (clock and problem["code"] == STILL_TO_COME)
        ),
        learned=sum(topic.learned for topic in topics),
        total=sum(topic.total for topic in topics),
    )


def _studied(body: dict[str, Any]) -> Card | Case:
    """The card or the case of a row."""
    return case_from_json(body["case"]) if "case" in body else card_from_json(body)


def _entries(body: Card | Case) -> Iterator[tuple[str | None, Form, bool]]:
    """The topic and the main form of a card, or of every question of a case, and whether it is a
    case question.
    """
    if isinstance(body, Case):
        yield from ((part.topic or body.topic, part.form, True) for part in body.parts)
    else:
        yield body.topic, body.forms[0], False


def _topics(
    queries: Queries,
    row: DeckRow,
    scope: Scope,
    counts: Counter[str | None],
    in_cases: Counter[str | None],
) -> tuple[TopicCover, ...]:
    learned, total = Counter[str | None](), Counter[str | None]()
    known = queries.memory.learned()
    for part_row in queries.library.parts(scope):
        total[part_row.topic] += 1
        learned[part_row.topic] += part_row.part in known
    all_cards = counts.total() or 1

    def cover(key: str | None, title: str, weight: float | None) -> TopicCover:
        number = counts[key]
        share = 100 * number / all_cards
        known_of = (learned[key], total[key], in_cases[key])
        return TopicCover(key or "", title, weight, number, share, *known_of)

    titles = [(key, title or key, weight) for key, title, weight in row.head.get("topics", [])]
    named = {key for key, _, _ in titles}
    titles += [(key, key, None) for key in counts if key is not None and key not in named]
    titles += [(None, "no topic", None)] if counts[None] else []
    return tuple(cover(*topic) for topic in titles)


def to_json(page: DeckPage) -> dict[str, Any]:
    """The page as JSON values."""
    return {
        "id": page.id,
        "title": page.title,
        "path": page.path,
        "version": page.version,
        "audience": list(page.audience),
        "about": page.about,
        "disclaimer": page.disclaimer,
        "primer": page.primer,
        **page.counts,
        "topics": [
            {
                "topic": topic.key,
                "title": topic.title,
                "weight": topic.weight,
                "cards": topic.count,
                "case_parts": topic.case_parts,
                "share": topic.share,
                "learned": topic.learned,
                "total": topic.total,
            }
            for topic in page.topics
        ],
        "sources": [
            {
                "key": cited.source.key,
                "title": cited.source.title,
                "publisher": cited.source.publisher,
                "revised": cited.source.revised,
                "reviewed": cited.source.reviewed,
                "via": cited.source.via,
                "url": cited.source.url,
                "uses": cited.uses,
            }
            for cited in page.sources
        ],
        "checked": [day.isoformat() for day in page.checked] if page.checked else None,
        "signed": (
            {"by": page.signed.by, "on": page.signed.on.isoformat(), "changed": page.changed}
            if page.signed is not None
            else None
        ),
        "problems": list(page.problems),
    }


def held_words(topic: TopicCover) -> str:
    """The content of a topic: `5 cards and 3 case questions`."""
    cards, parts = topic.count - topic.case_parts, topic.case_parts
    return _both(
        words.count(cards, "card") if cards or not parts else "",
        words.count(parts, "case question") if parts else "",
    )


def resting_words(page: DeckPage) -> str:
    """The number of sources, for a patient; a card's own page names them."""
    number = words.count(len(page.sources), "source")
    return f"{number}. Each card lists its own."


def size_words(page: DeckPage) -> str:
    """The content of a deck: `12 cards and 2 cases`."""
    cards, cases = page.counts.get("cards", 0), page.counts.get("cases", 0)
    return _both(
        words.count(cards, "card") if cards or not cases else "",
        words.count(cases, "case") if cases else "",
    )


def left_out_words(page: DeckPage) -> str:
    """How many cards errors keep from being asked, besides those counted; '' if none."""
    number = page.counts.get("left_out", 0)
    return f"{number} more left out because of errors" if number else ""


def priority_words(page: DeckPage) -> str:
    """How many cards are core or extra: `12 core, 3 extra`; '' if none is."""
    numbers = page.counts.get("priorities", {})
    return ", ".join(f"{numbers[name]} {name}" for name in ("core", "extra") if name in numbers)


def _both(*phrases: str) -> str:
    """The phrases that are not empty, joined by `and`."""
    return " and ".join(phrase for phrase in phrases if phrase)


def coverage_words(topic: TopicCover) -> str:
    """The real share compared with the promised one."""
    if topic.weight is None:
        return "not in the blueprint" if not topic.key else "no planned share"
    difference = topic.share - topic.weight
    return (
        "as planned"
        if abs(difference) < 1.5
        else f"{abs(difference):.0f} points {'more' if difference > 0 else 'less'} than planned"
    )


def signed_words(page: DeckPage) -> str:
    """Who signed the deck, and how many cards are not as they were then."""
    assert page.signed is not None
    who = f"Signed by {page.signed.by} on {words.short_day(page.signed.on)}."
    if not page.changed:
        return who
    were = "card has" if page.changed == 1 else "cards have"
    return f"{who} {page.changed} {were} changed since it was signed."


def checked_words(page: DeckPage) -> str:
    """When the cards were checked against their sources."""
    assert page.checked is not None
    first, last = page.checked
    kind = "cards" if page.counts.get("cards", 0) else "case questions"
    rest = f"; {page.unchecked} have no valid date" if page.unchecked > 1 else ""
    rest = "; one has no valid date" if page.unchecked == 1 else rest
    if first == last:
        which = words.capitalized(kind) if rest else f"All {kind}"
        return f"{which} were checked against their sources on {words.short_day(last)}{rest}."
    between = f"between {words.short_day(first)} and {words.short_day(last)}"
    return f"{words.capitalized(kind)} were checked against their sources {between}{rest}."
