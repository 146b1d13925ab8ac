"""Read one deck file: head, topics, sources, cards and cases, with all findings and with the places
that later rules need.
"""

from __future__ import annotations

import shlex
from collections import Counter
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

# registers the rules of LM4, LM5 and LM8
import learnms.decks.codes  # noqa: F401
from learnms.decks.deck_fields import (
    CASE_FIELDS,
    DECK_FIELDS,
    ID,
    SOURCE_FIELDS,
    TOPIC_FIELDS,
    id_fix,
)
from learnms.decks.dose_notation import notation_findings
from learnms.decks.entry import Entry, ReadDeck
from learnms.decks.model import (
    AUDIENCES,
    MOST_PRIMER_LINES,
    Card,
    Case,
    Deck,
    Source,
    Topic,
    inherited,
    kinds_of,
)
from learnms.decks.read_card import (
    another_id,
    given_id,
    ignored_in,
    read_card,
    read_case_part,
    read_id,
    read_ignore,
    read_notes,
    read_texts_by_name,
    read_topic,
    read_words,
)
from learnms.decks.signing import read_signed
from learnms.kinds.fields import Fields, Report, written
from learnms.syntax.convert import as_day
from learnms.syntax.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from learnms.syntax.source import Source as SourceText

_HEAD_TEXTS = ("deck", "about", "primer", "disclaimer", "topics", "glossary")


def read_deck(
    source: SourceText, root: Node | None, shared: dict[str, Source], report: Report
) -> ReadDeck | None:
    """The deck of a file; None if the file is not a mapping. `shared` are the sources in its
    folder.
    """
    if not isinstance(root, Mapping):
        if root is not None and not getattr(root, "broken", False):
            report.add(
                "LM101",
                root.start,
                f"this file contains {written(root)}, not the fields of a deck",
                "start with `deck: Its title`, then `cards:` and the cards below it",
            )
        return None
    fields = Fields(root, report)
    report.where = "the deck"
    fields.unknown(DECK_FIELDS)
    deck = _read_head(fields, report, source.path)
    deck = replace(
        deck,
        topics=_read_topics(fields, report),
        sources=(*shared.values(), *read_sources(fields.mapping("sources"), report).values()),
    )
    topics = frozenset(topic.key for topic in deck.topics)
    cards, entries = _read_cards(fields, report, topics)
    cases, case_entries = _read_cases(fields, report, topics)
    entries += case_entries
    _report_missing_ids(report)
    _report_repeated_ids(entries, report)
    repeated = {id(entry.card) for entry in entries if entry.card is not None and entry.repeated}
    notation_findings(source, [_head_entry(root), *entries], report)
    cards = [card for card in cards if id(card) not in repeated]
    cases = _without_repeated(cases, entries)
    card_count = sum(1 for entry in entries if entry.kind == "card")
    deck = replace(
        deck,
        cards=tuple(cards),
        cases=tuple(cases),
        card_count=card_count,
        kinds=kinds_of(cards, cases),
    )
    return ReadDeck(deck, source.path, entries, fields.node_of("id") or root.start, root)


def _head_entry(root: Mapping) -> Entry:
    """The texts of a deck's head that learners read, as an entry for rules over texts."""
    head = Mapping(root.start, flow=root.flow)
    head.pairs = [(key, value) for key, value in root.pairs if key.value in _HEAD_TEXTS]
    head.end = root.end
    return Entry(head, None, kind="deck")


def _read_head(fields: Fields, report: Report, path: str) -> Deck:
    title = fields.text("deck")
    if fields.lacks("deck"):
        report.add(
            "LM201", fields.node.start, "the deck has no title", "start with `deck: Its title`"
        )
    ident = read_deck_id(fields, report) or PurePath(path).stem
    return Deck(
        ident,
        title or PurePath(path).stem,
        fields.text("about") or "",
        read_words(fields, "audience", AUDIENCES),
        fields.text("language") or "",
        fields.text("version") or "",
        fields.text("disclaimer") or "",
        glossary=read_texts_by_name(fields, "glossary"),
        order=fields.integer("order"),
        primer=_read_primer(fields, report),
        signed=read_signed(fields, report),
    )


def _read_primer(fields: Fields, report: Report) -> str:
    """The text to read before the first question; '' without one."""
    scalar, text = fields.scalar("primer"), fields.text("primer") or ""
    lines = text.count("\n") + 1
    if scalar is not None and lines > MOST_PRIMER_LINES:
        report.add(
            "LM103",
            scalar,
            f"`primer` should be at most {MOST_PRIMER_LINES} lines, not {lines}",
            "keep what learners need for the first questions, and move the rest to `explain`",
        )
        return ""
    return text


def read_deck_id(fields: Fields, report: Report) -> str | None:
    """The deck's id, or None with a finding: the file's stem is used instead."""
    if fields.lacks("id"):
        report.add(
            "LM808",
            fields.node.start,
            "the deck has no `id`, so the file name is used until it has one",
            f"run `learnms fix {shlex.quote(report.path)}`, or write `id:` below the title",
        )
    scalar = fields.scalar("id")
    if scalar is None or scalar.broken:
        return None
    if not ID.match(scalar.value.strip()):
        report.add(
            "LM802",
            scalar,
            f"the id `{scalar.value.strip()[:70]}` is malformed",
            id_fix(scalar.value),
        )
        return None
    return scalar.value.strip()


def _read_topics(fields: Fields, report: Report) -> tuple[Topic, ...]:
    inner = fields.mapping("topics")
    if inner is None:
        return ()
    topics = []
    for key in inner.names():
        topic = inner.mapping(key) if isinstance(inner.node_of(key), Mapping) else None
        if topic is not None:
            report.where = f"topic {key}"
            topic.unknown(TOPIC_FIELDS)
            weight = topic.decimal("weight", least=0, most=100)
            topics.append(
                Topic(
                    key, topic.text("title") or key, float(weight) if weight is not None else None
                )
            )
        else:
            topics.append(Topic(key, inner.text(key) or key))
    return tuple(topics)


def read_sources(inner: Fields | None, report: Report) -> dict[str, Source]:
    """The sources of a deck, or those at the root of a `sources.yaml`."""
    sources: dict[str, Source] = {}
    if inner is None:
        return sources
    for key in inner.names():
        entry = inner.mapping(key)
        if entry is None:
            continue
        report.where = f"source {key}"
        entry.unknown(SOURCE_FIELDS)
        title = entry.text("title")
        if entry.lacks("title"):
            report.add(
                "LM201", inner.key(key), f"the source `{key}` has no `title`", "add `title:`"
            )
        revised = entry.day("revised", partial=True)
        reviewed = entry.day("reviewed", partial=True)
        _check_url(entry, report)
        written = entry.text("revised") or "" if revised else ""
        reviewed_text = entry.text("reviewed") or "" if reviewed else ""
        sources[key] = Source(
            key,
            title or key,
            entry.text("publisher") or "",
            written,
            as_day(written),
            reviewed_text,
            entry.text("via") or "",
            entry.text("url") or "",
        )
    return sources


def _check_url(entry: Fields, report: Report) -> None:
    scalar = entry.scalar("url")
    if (
        scalar is not None
        and not scalar.broken
        and not scalar.value.strip().startswith(("https://", "http://"))
    ):
        report.add(
            "LM103",
            scalar,
            "`url` should start with https:// or http://",
            "copy the whole address from the browser",
        )


def _items(fields: Fields, name: str, report: Report, item_name: str) -> list[Mapping]:
    if _is_bare(fields, name):
        return []
    sequence = fields.sequence(name)
    items = []
    for item in sequence.items if sequence else []:
        if isinstance(item, Mapping):
            items.append(item)
        elif not item.broken:
            report.card = None
            report.add(
                "LM102",
                item,
                f"{item_name} should be a set of fields that starts with `- id:`",
                "write `- id: …`, and its other fields below `id`",
            )
    return items


def _is_bare(fields: Fields, name: str) -> bool:
    """Whether a field is written without a value, and no other finding explains it."""
    value = fields.node_of(name)
    return isinstance(value, Scalar) and value.empty and not value.broken


def _report_emptiness(fields: Fields, report: Report) -> None:
    """Report a deck without cards. A new deck writes `cards: []`; a field without a value may have
    lost its content.
    """
    if fields.lacks_all(("cards", "cases")):
        report.add(
            "LM201",
            fields.node.start,
            "the deck has neither `cards` nor `cases`",
            "write `cards:`, and below it the first card, which starts with `- id:`",
        )
        return
    written = [(name, fields.node_of(name)) for name in ("cards", "cases") if name in fields]
    bare = [name for name, _ in written if _is_bare(fields, name)]
    if bare and all(
        name in bare or (isinstance(value, Sequence) and not value.items and not value.broken)
        for name, value in written
    ):
        fix = (
            "write the first one below it, which starts with `- id:`; until there is one, write"
            f" `{bare[0]}: []`"
        )
        report.add("LM202", fields.key(bare[0]), f"`{bare[0]}` is empty", fix)


def _read_cards(
    fields: Fields, report: Report, topics: frozenset[str]
) -> tuple[list[Card], list[Entry]]:
    _report_emptiness(fields, report)
    cards, entries = [], []
    are_drafts = bool(fields.flag("draft"))
    for node in _items(fields, "cards", report, "a card"):
        card, ignored = read_card(node, report, topics)
        if card is not None and are_drafts and not card.forms[0].notes.sources:
            card = replace(card, awaits_source=True)
        entries.append(Entry(node, given_id(node), card, ignored))
        if card is not None:
            cards.append(card)
        report.card, report.where = None, ""
    return cards, entries


def _read_cases(
    fields: Fields, report: Report, topics: frozenset[str]
) -> tuple[list[Case], list[Entry]]:
    cases: list[Case] = []
    entries: list[Entry] = []
    for node in _items(fields, "cases", report, "a case"):
        case = _read_case(node, report, topics, entries)
        if case is not None:
            cases.append(case)
        report.card, report.where = None, ""
    return cases, entries


def _read_case(
    node: Mapping, report: Report, topics: frozenset[str], entries: list[Entry]
) -> Case | None:
    fields, before = Fields(node, report), report.kept_out
    entry = Entry(node, given_id(node), ignored=ignored_in(node), kind="case")
    entries.append(entry)
    report.card, report.where = entry.id, entry.label
    fields.unknown(CASE_FIELDS)
    ident = read_id(fields, report, "case")
    read_ignore(fields, report)
    for name in ("title", "story", "parts"):
        if fields.lacks(name):
            report.add(
                "LM201", node.start, f"`{name}` is missing in {report.where}", f"add `{name}:`"
            )
    title, story, notes = fields.text("title"), fields.text("story"), read_notes(fields)
    topic = read_topic(fields, report, topics)
    sound = report.kept_out == before
    parts = []
    for item in _parts(fields, report):
        part, tests = read_case_part(item, report, topics)
        entries.append(
            Entry(item, given_id(item), ignored=ignored_in(item), tests=tests, kind="part")
        )
        if part is not None:
            form = replace(part.form, notes=inherited(part.form.notes, notes))
            parts.append(replace(part, form=form, topic=part.topic or topic))
            entries[-1].asked = parts[-1]
    report.card = entry.id
    if title is None or story is None or not parts or not sound:
        return None
    entry.asked = case = Case(
        ident, title, story, tuple(parts), notes.exhibit, topic, node.start.line
    )
    return case


def _parts(fields: Fields, report: Report) -> list[Mapping]:
    """The questions of a case, which needs at least one."""
    value = fields.node_of("parts")
    if _is_bare(fields, "parts") or (
        isinstance(value, Sequence) and not value.items and not value.broken
    ):
        state = "an empty list" if isinstance(value, Sequence) else "empty"
        report.add(
            "LM202",
            fields.key("parts"),
            f"`parts` is {state}, so the case asks nothing",
            "write the first question below it, which starts with `- id:`",
        )
    return _items(fields, "parts", report, "a part of a case")


def _without_repeated(cases: list[Case], entries: list[Entry]) -> list[Case]:
    """The cases, without cases and parts whose id is already used: their answers could not be
    distinguished.
    """
    again = {id(entry.asked) for entry in entries if entry.asked is not None and entry.repeated}
    if not again:
        return cases
    kept = [
        (case, tuple(part for part in case.parts if id(part) not in again))
        for case in cases
        if id(case) not in again
    ]
    return [replace(case, parts=parts) for case, parts in kept if parts]


def _report_missing_ids(report: Report) -> None:
    """Report missing ids once per file, at the first one: `fix` writes all of them."""
    if not report.without_id:
        return
    counts = Counter(kind for kind, _ in report.without_id)
    shown = [_count(number, kind) for kind, number in counts.items()]
    several = len(report.without_id) > 1
    message = (
        f"{' and '.join(filter(None, [', '.join(shown[:-1]), shown[-1]]))}"
        f" {'have' if several else 'has'} no `id`"
    )
    message += (
        f", so {'they' if several else 'it'} cannot be scheduled" if set(counts) == {"card"} else ""
    )
    report.card = None
    report.add(
        "LM801", report.without_id[0][1], message, f"run `learnms fix {shlex.quote(report.path)}`"
    )


def _count(number: int, noun: str) -> str:
    """`1 card`, `3 cards`, `2 parts of a case`."""
    return (
        f"1 {noun}"
        if number == 1
        else (
            f"{number} {noun.replace('part', 'parts')}"
            if noun.startswith("part")
            else f"{number} {noun}s"
        )
    )


def _report_repeated_ids(entries: list[Entry], report: Report) -> None:
    first: dict[str, Entry] = {}
    taken = {entry.id for entry in entries}
    for entry in entries:
        if entry.id is None:
            continue
        other = first.setdefault(entry.id, entry)
        if other is entry:
            continue
        report.card = entry.id
        report.add(
            "LM803",
            entry.place("id"),
            f"the id `{entry.id}` is used twice: it is also on line {other.node.start.line}",
            another_id(entry.id, taken),
        )
        entry.repeated = True
    report.card = None
