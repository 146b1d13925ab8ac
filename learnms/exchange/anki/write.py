"""Decks as an Anki package, with stable ids, so that a second import updates notes in place."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import replace
from html import escape
from importlib import import_module
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.clock import clock_from
from learnms.decks.model import PRIORITIES, STANDARD, fingerprint, inherited
from learnms.errors import LearnmsError
from learnms.exchange.anki.cloze import cloze_html
from learnms.exchange.anki.notes import (
    CLOZE,
    CSS,
    FLASHCARD,
    GUID,
    NOTE_TYPES,
    QUESTION,
    TYPED,
    TYPED_CLOZE,
)
from learnms.exchange.anki.questions import TASKS, html_of, question_html
from learnms.exchange.bank import Loss, exported_questions, source_line
from learnms.exchange.formats import EXTRA
from learnms.exchange.markdown_html import as_html
from learnms.files import whole_file
from learnms.kinds.present import present
from learnms.kinds.response import Pick, SelfGrade, TypeIn, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from learnms.decks.model import Card, Deck, Form, Notes
    from learnms.exchange.bank import ExportedQuestion
    from learnms.kinds.response import Ask

_BACK = ("single", "select-all", "select-n", "true-false", "order", "teach-back")
"""Kinds of question notes that an import gives back as they were."""
_NOT_HELD = ("checked", "level", "step")
_HASH_BITS = 36


class _Note(NamedTuple):
    """A note to be written: fields by name, the key of its topic, its place among the new cards."""

    type: str
    guid: str
    fields: dict[str, str]
    tags: list[str]
    topic: str | None
    priority: str = STANDARD


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks to a new package: each a deck with its topics as subdecks.

    Returns what Anki cannot hold.

    Raises:
        LearnmsError: genanki is not installed.
        OSError: the file exists, or cannot be written.
    """
    losses: list[Loss] = []
    data = _package(decks, losses)
    with whole_file(path, replace=False, private=False) as file:
        file.buffer.write(data)
    return losses


def _package(decks: Sequence[Deck], losses: list[Loss]) -> bytes:
    """The bytes of a package. genanki fills the database; it is written in memory, because genanki
    leaves a copy of it in the folder for temporary files.
    """
    genanki = _genanki()
    types = {note_type.name: _model(genanki, note_type) for note_type in NOTE_TYPES}
    written = [deck for one in decks for deck in _decks(genanki, types, one, losses)]
    now = clock_from(os.environ)().timestamp()
    with closing(sqlite3.connect(":memory:")) as database:
        package = genanki.Package(written)
        package.write_to_db(database.cursor(), now, count(int(now * 1000)))
        database.commit()
        collection = database.serialize()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("collection.anki2", collection)
        archive.writestr("media", json.dumps({}))
    return stream.getvalue()


def _genanki() -> Any:
    try:
        return import_module("genanki")
    except ImportError:
        message = "Anki files need the extra `exchange`, which is not installed."
        raise LearnmsError(message, f"Run `pip install '{EXTRA}'`.") from None


def _model(genanki: Any, note_type: Any) -> Any:
    return genanki.Model(
        note_type.id,
        note_type.name,
        fields=[{"name": name} for name in note_type.fields],
        templates=[
            {"name": name, "qfmt": question, "afmt": answer}
            for name, question, answer in note_type.templates
        ],
        css=CSS,
        model_type=genanki.Model.CLOZE if note_type.is_cloze else genanki.Model.FRONT_BACK,
    )


def _decks(genanki: Any, types: dict[str, Any], deck: Deck, losses: list[Loss]) -> Iterator[Any]:
    """A deck and its topics as decks of genanki."""
    notes = sorted(_Writer(deck, losses).notes(), key=lambda note: PRIORITIES.index(note.priority))
    title = _level(deck.title)
    titles: dict[str | None, str] = {None: title}
    titles |= {topic.key: f"{title}::{_level(topic.title)}" for topic in deck.topics}
    used = {note.topic for note in notes}
    for key, name in titles.items():
        if key is not None and key not in used:
            continue
        about = _about(deck) if key is None else ""
        made = genanki.Deck(_number(f"{deck.id}\0{key or ''}"), name, about)
        for place, note in enumerate(notes):
            if (note.topic if note.topic in titles else None) == key:
                note_type = types[note.type]
                fields = [note.fields.get(field["name"], "") for field in note_type.fields]
                made.add_note(
                    genanki.Note(note_type, fields, guid=note.guid, tags=note.tags, due=place)
                )
        yield made


def _about(deck: Deck) -> str:
    """What Anki shows on a deck's page."""
    version = f"Version {deck.version}." if deck.version else ""
    texts = (deck.about, deck.primer, deck.disclaimer, version)
    return "".join(as_html(text) for text in texts if text)


def _level(title: str) -> str:
    """A title as one level of a deck's name."""
    return " ".join(title.split()).replace("::", ":") or "Deck"


def _number(text: str) -> int:
    """A stable id of a deck."""
    return (1 << _HASH_BITS) | (int(fingerprint(text), 16) >> (64 - _HASH_BITS))


class _Writer:
    """The notes of a deck, and what is lost."""

    def __init__(self, deck: Deck, losses: list[Loss]) -> None:
        self._deck = deck
        self._losses = losses

    def _lose(self, item: str, text: str) -> None:
        self._losses.append(Loss(item, text))

    def notes(self) -> list[_Note]:
        """The notes in the order of the deck: the cards with their other forms, then the cases."""
        deck = self._deck
        notes = [note for card in deck.cards for note in self._card(card)]
        for case in deck.cases:
            text = "A case becomes single questions, each with its story."
            self._lose(case.id or case.title, text)
        notes += [self._case_part(part) for part in exported_questions(replace(deck, cards=()))]
        if any(note.type == QUESTION for note in notes):
            self._lose(deck.id, "Anki does not score questions: learners grade themselves.")
        if deck.glossary:
            self._lose(deck.id, "The glossary is left out.")
        kept = {name for card in deck.cards for name in _NOT_HELD if _has(card, name)}
        if kept:
            named = ", ".join(f"`{name}`" for name in _NOT_HELD if name in kept)
            self._lose(deck.id, f"Anki has no place for {named}.")
        return notes

    def _card(self, card: Card) -> Iterator[_Note]:
        for number, form in enumerate(card.forms, 1):
            if card.id is None:
                self._lose(
                    f"line {card.line}",
                    "The card has no id yet: a second export would add it again.",
                )
            ident = card.id or fingerprint(wording(card.forms[0].compiled.asks[0][1]))
            guid = GUID + ident + ("" if form.own else f"/{number}/{form.part or ''}".rstrip("/"))
            notes = inherited(form.notes, card.forms[0].notes)
            note = self._form(guid, ident, form, notes)
            if note is not None:
                tags = [*("-".join(tag.split()) for tag in card.tags), *_tags(card, form)]
                yield note._replace(tags=tags, topic=card.topic, priority=card.priority)

    def _form(self, guid: str, ident: str, form: Form, notes: Notes) -> _Note | None:
        asks = dict(form.compiled.asks)
        ask = form.compiled.asks[0][1]
        common = self._notes(notes)
        if form.kind == "cloze":
            text = cloze_html(form)
            if text is None:
                self._lose(ident, "Its blanks cannot be told apart in Anki, so it is left out.")
                return None
            name = TYPED_CLOZE if isinstance(ask.response, TypeIn) else CLOZE
            return _Note(name, guid, {"Text": text, **common}, [], None)
        if form.kind == "flashcard" and isinstance(ask.response, SelfGrade):
            fields = {
                "Front": html_of(ask.prompt),
                "Back": html_of(ask.response.answer),
                "Reverse": "yes" if "rev" in asks else "",
            }
            return _Note(FLASHCARD, guid, fields | common, [], None)
        return self._question(guid, ident, form.kind, ask, notes)

    def _case_part(self, question: ExportedQuestion) -> _Note:
        name, guid = question.id, GUID + question.id
        note = self._question(
            guid, name, question.kind, question.ask, question.notes, question.story
        )
        return note._replace(topic=question.topic)

    def _question(
        self, guid: str, ident: str, kind: str, ask: Ask, notes: Notes, story: str = ""
    ) -> _Note:
        """A question note: the same order of options and the same numbers in every export."""
        if kind == "typed" and isinstance(ask.response, TypeIn):
            return self._typed(guid, ask.prompt, ask.response.accepted, notes, story)
        question = present(kind, ask, int(fingerprint(guid)[:8], 16))
        if question.given:
            self._lose(ident, "Its numbers are the same each time.")
        elif kind not in _BACK:
            self._lose(
                ident, f"Anki shows the {kind} as text; it is imported again as a flashcard."
            )
        front, options, answer = question_html(question)
        select: int | None = None
        if kind == "select-n" and isinstance(ask.response, Pick):
            select = ask.response.groups[0].limit
        task = TASKS.get(kind, "").format(select)
        fields = {
            "Question": _told(story) + front,
            "Task": task,
            "Options": options,
            "Answer": answer,
            "Kind": f"{kind} {select or ''}".strip(),
        }
        return _Note(
            QUESTION, guid, fields | self._notes(notes, question.explained(notes.explain)), [], None
        )

    def _typed(
        self, guid: str, prompt: str, accepted: tuple[str, ...], notes: Notes, story: str
    ) -> _Note:
        first, *more = (escape(text, quote=False) for text in accepted)
        fields = {
            "Front": _told(story) + html_of(prompt),
            "Answer": first,
            "Accepted": "<br>".join(more),
        }
        return _Note(TYPED, guid, fields | self._notes(notes), [], None)

    def _notes(self, notes: Notes, explain: str | None = None) -> dict[str, str]:
        text = explain or notes.explain
        exhibits = (
            f"<h4>{escape(name, quote=False)}</h4>{as_html(text)}" for name, text in notes.exhibit
        )
        return {
            "Exhibit": "".join(exhibits),
            "Hint": html_of(notes.hint) if notes.hint else "",
            "Explanation": html_of(text) if text else "",
            "Source": escape(source_line(self._deck, notes.sources), quote=False),
        }


def _has(card: Card, name: str) -> bool:
    return any(getattr(form.notes, name) is not None for form in card.forms)


def _tags(card: Card, form: Form) -> list[str]:
    """Tags for what Anki has no field for."""
    priority = [f"priority::{card.priority}"] if card.priority != STANDARD else []
    return [*priority, *(f"region::{region}" for region in form.region or card.region)]


def _told(story: str) -> str:
    """The story of a case, which stands before the question."""
    return f"{as_html(story)}<hr>" if story else ""
