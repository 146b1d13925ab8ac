"""Anki packages (`.apkg`, `.colpkg`) as question banks, and their review log as review history."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.decks.deck_fields import ID
from learnms.decks.model import PRIORITIES, REGIONS, fingerprint
from learnms.exchange.anki.answers import answered
from learnms.exchange.anki.collection import Collection, Note
from learnms.exchange.anki.notes import GUID, OWN_TYPES, QUESTION
from learnms.exchange.bank import ImportedBank, Loss
from learnms.exchange.html_text import clean, html_text, plain_text
from learnms.exchange.reviews import COLUMNS, LATEST_MS, LONGEST_DURATION_MS
from learnms.study.event import Part

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from learnms.exchange.anki.collection import NoteType, Review

_EXPLAINS = re.compile(
    r"(?:back )?extras?|(?:personal |lecture )?notes?|explanations?|explain|rationale|comments?"
    r"|remarks?|additional .*|more info.*",
    re.IGNORECASE,
)
_SOURCES = re.compile(r"sources?|references?|citations?", re.IGNORECASE)
_HINTS = re.compile(r"hints?", re.IGNORECASE)
_SOURCE_LINE = "Source: "
_HEADING = re.compile("</?h4>")
_SWITCH = re.compile(r"add reverse|reverse", re.IGNORECASE)
_NAMED_FIELD = re.compile(r"\{\{(?P<filters>[^{}#^/!]*:)?(?P<name>[^{}:#^/!]+)\}\}")
_SOUND = re.compile(r"\[sound:(?P<name>[^\]]{0,300})\]", re.IGNORECASE)
_SPEECH = re.compile(r"\[/?anki:(?:tts|play)[^\]]{0,300}\]", re.IGNORECASE)
_PICTURE = re.compile(r"<(?:img|image)\b", re.IGNORECASE)
_LATEX = ("[latex]", "[$]", "[$$]", "\\(", "\\[")
_BLANK = re.compile(r"\{\{c(?P<numbers>\d{1,9}(?:,\d{1,9})*)::|\}\}", re.IGNORECASE)
_OPENED, _NAMED, _HINTED, _CLOSED = "\ue000", "\ue001", "\ue002", "\ue003"
"""Private characters that stand for the signs of a blank while HTML becomes text."""
_SIGNS = str.maketrans(dict.fromkeys((_OPENED, _NAMED, _HINTED, _CLOSED)))
_MARKED = re.compile(
    f"{_OPENED}(\\d+){_NAMED}([^{_CLOSED}]*?)(?:{_HINTED}([^{_CLOSED}]*))?{_CLOSED}"
)
_NUMBERED = re.compile(f"{_OPENED}(\\d+){_NAMED}")
_INHERITED = ("explain", "hint", "source", "exhibit")
_OF_ANKI = ("leech", "marked")
_TAG = re.compile(r"<[^<>]*>")
_FILTERED, _MANUAL = 3, 4
_FIRST_MS = 10**11
_SHOWN = 40


class History(NamedTuple):
    """The reviews of a package as a CSV file of review history, and what was left out of it."""

    text: str
    losses: list[Loss]


def read(path: Path) -> ImportedBank:
    """The notes of a package as cards.

    Each card has an id: that with which learnms exported it, else one made of the note's guid, so
    that a second import gives the same.

    Raises:
        LearnmsError: the package is damaged, hostile or too new.
    """
    with Collection(path) as collection:
        return _Reader(collection.notes()).bank


def history(path: Path) -> History:
    """The review log of a package, under the ids that `read` gives to its cards.

    As in Anki's own FSRS, manual changes and filtered reviews that did not move the schedule are
    no reviews, and a card that was reset begins anew.

    Raises:
        LearnmsError: as for `read`.
    """
    with Collection(path) as collection:
        parts = _Reader(collection.notes()).parts
        return _history(collection.reviews(), parts)


def _history(entries: list[Review], parts: dict[int, Part]) -> History:
    reset = {
        entry.card: entry.at_ms for entry in entries if entry.kind == _MANUAL and not entry.factor
    }
    left_out: Counter[str] = Counter()
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(COLUMNS)
    for entry in entries:
        if entry.ease not in (1, 2, 3, 4) or entry.kind >= _MANUAL:
            left_out["that only changed the schedule by hand"] += 1
        elif entry.kind == _FILTERED and not entry.factor:
            left_out["of a filtered deck that did not move the schedule"] += 1
        elif entry.card not in parts:
            left_out["of cards that were not imported or no longer exist"] += 1
        elif entry.at_ms < reset.get(entry.card, 0):
            left_out["from before a card was reset"] += 1
        elif not _FIRST_MS <= entry.at_ms <= LATEST_MS:
            left_out["with an impossible time"] += 1
        else:
            took = entry.took_ms if 0 <= entry.took_ms <= LONGEST_DURATION_MS else ""
            rows.writerow((parts[entry.card], entry.at_ms, entry.ease, "", took))
    losses = [
        Loss("the review log", f"{number:,} {'entry' if number == 1 else 'entries'} {which}.")
        for which, number in left_out.items()
    ]
    return History(stream.getvalue(), losses)


class _Reader:
    """The notes of one package as cards. `parts` says which part each card of Anki is."""

    def __init__(self, notes: Iterable[Note]) -> None:
        self.bank = ImportedBank("")
        self.parts: dict[int, Part] = {}
        self._pictures = self._sounds = 0
        self._ids: set[str] = set()
        self._of_id: dict[str, dict[str, Any]] = {}
        self._levels: list[tuple[dict[str, Any], list[str]]] = []
        for note in notes:
            self._take(note)
        self._place()
        if self._pictures or self._sounds:
            media = f"{_count(self._pictures, 'picture')}, {_count(self._sounds, 'sound')}"
            text = f"Media are left out: {media}."
            self.bank.losses.insert(0, Loss("the package", text))

    def _take(self, note: Note) -> None:
        first = next(iter(note.fields.values()), "")
        item = f"“{_beginning(first)}”"
        if note.type.is_occlusion or any("occlusion" in name.lower() for name in note.fields):
            self.bank.lose(item, "It is an image occlusion, which needs its picture.")
            return
        for text in note.fields.values():
            self._media(text, item)
        card, names = self._card(note, item)
        if card is None:
            return
        form, part = self._identify(note, card, item)
        if form:
            self._also(form, card, part, item)
            return
        self.bank.cards.append(card)
        self._ids.add(card["id"])
        self._of_id[card["id"]] = card
        for made in note.cards:
            if made.ord in names:
                self.parts[made.id] = Part(card["id"], names[made.ord])
        levels = next((made.deck.split("::") for made in note.cards if made.deck), [])
        self._levels.append((card, [level.strip() for level in levels if level.strip()]))

    def _media(self, text: str, item: str) -> None:
        self._pictures += len(_PICTURE.findall(text))
        for sound in _SOUND.finditer(text):
            self._sounds += 1
            self.bank.lose(item, f"The sound `{sound['name'][:80]}` was left out.")
        if any(sign in text for sign in _LATEX):
            self.bank.lose(item, "LaTeX is kept as plain text.")

    def _card(self, note: Note, item: str) -> tuple[dict[str, Any] | None, dict[int, str | None]]:
        """The card of a note, and its parts by the `ord` of Anki's cards; None with a loss."""
        if note.type.name == QUESTION:
            return self._question(note, item), {0: None}
        if note.type.is_cloze:
            return self._cloze(note, item)
        return self._flashcard(note, item)

    def _flashcard(
        self, note: Note, item: str
    ) -> tuple[dict[str, Any] | None, dict[int, str | None]]:
        fields = list(note.fields)
        asks = fields[0] if fields else ""
        typed = _typed_field(note.type, fields)
        others = [name for name in fields[1:] if not _role(name)] or fields[1:]
        answers = typed or (others[0] if others else "")
        ask = self._text(note, asks, item)
        if typed:
            answer = plain_text(_silent(note.fields[typed]), item, self.bank.losses)
        else:
            answer = self._text(note, answers, item) if answers else ""
        if not ask or not answer:
            self.bank.lose(item, f"Its {'question' if not ask else 'answer'} is empty.")
            return None, {}
        card: dict[str, Any] = {"id": "", "ask": ask}
        names: dict[int, str | None] = {0: None}
        used = {asks, answers}
        if typed:
            accepted = note.fields.get("Accepted", "") if note.type.name in OWN_TYPES else ""
            more = html_text(accepted, item, self.bank.losses).split("\n")
            used |= {"Accepted"} if accepted else set()
            card["type"] = list(dict.fromkeys(filter(None, (answer, *more))))
            if len(card["type"]) == 1:
                card["type"] = answer
        else:
            card["answer"] = answer
        for number, (question, _) in enumerate(note.type.templates[1:], 1):
            if not any(made.ord == number for made in note.cards):
                continue
            shown = {match["name"].strip() for match in _NAMED_FIELD.finditer(question)}
            if answers in shown and asks not in shown and not typed and "rev" not in names.values():
                card["reverse"] = "yes"
                names[number] = "rev"
            else:
                self.bank.lose(item, f"Its card {number + 1} asks in another way and is left out.")
        self._rest(note, used, card, item)
        return card, names

    def _cloze(self, note: Note, item: str) -> tuple[dict[str, Any] | None, dict[int, str | None]]:
        question = note.type.templates[0][0] if note.type.templates else ""
        named = [
            match["name"].strip()
            for match in _NAMED_FIELD.finditer(question)
            if "cloze" in (match["filters"] or "").split(":")
        ]
        field = next((name for name in named if name in note.fields), next(iter(note.fields), ""))
        text, numbers = self._blanks(note.fields.get(field, ""), item)
        if not numbers:
            self.bank.lose(item, "It has no blank that can be asked.")
            return None, {}
        card: dict[str, Any] = {"id": "", "cloze": text}
        if re.search(rf"\{{\{{[^{{}}]*type:[^{{}}]*{re.escape(field)}\}}\}}", question):
            card["typed"] = "yes"
        self._rest(note, {field}, card, item)
        return card, {number - 1: f"c{number}" for number in numbers}

    def _blanks(self, html: str, item: str) -> tuple[str, list[int]]:
        """A text with its blanks as a deck file writes them, and their numbers."""
        within: list[tuple[str, str]] = []
        signed = self._signed(_silent(html.translate(_SIGNS)), item, within)
        text = html_text(signed, item, self.bank.losses)
        numbers: list[int] = []

        def blank(match: re.Match[str]) -> str:
            hidden, hint = match[2].strip(), (match[3] or "").strip()
            if not hidden:
                return match[2]
            if "::" in hidden:
                return match[2]
            numbers.append(int(match[1]))
            inside = _shown_braces(f"{hidden}::{hint}" if hint else hidden)
            before, _, after = match[2].partition(hidden)
            return f"{before}{_OPENED}c{int(match[1])}::{inside}{_CLOSED}{after}"

        marked = _MARKED.sub(blank, text)
        pieces = re.split(f"({_OPENED}[^{_CLOSED}]*{_CLOSED})", marked)
        pieces[::2] = [_shown_braces(piece) for piece in pieces[::2]]
        joined = "".join(pieces).replace(_OPENED, "{{").replace(_CLOSED, "}}")
        for number in dict.fromkeys(map(int, _NUMBERED.findall(signed))):
            if number not in numbers:
                text = "it is empty apart from other blanks, or has `::` in it"
                self.bank.lose(item, f"The blank c{number} is left out: {text}.")
        for inner, outer in within:
            if inner != outer and {int(inner), int(outer)} <= set(numbers):
                text = f"it is shown while c{outer} is asked"
                self.bank.lose(item, f"The blank c{inner} lies within c{outer}: {text}.")
        return joined.translate(_SIGNS), list(dict.fromkeys(numbers))

    def _signed(self, html: str, item: str, within: list[tuple[str, str]]) -> str:
        """The HTML with private characters for the signs of blanks. A blank within another one
        splits it, because a deck has none, and is added to `within` with that one.
        """
        open_numbers: list[str] = []
        pieces: list[str] = []
        end = 0
        for match in _BLANK.finditer(html):
            between = html[end : match.start()]
            pieces.append(between.replace("::", _HINTED, 1) if open_numbers else between)
            end = match.end()
            if match["numbers"] is None:
                pieces.append(self._closed(open_numbers) if open_numbers else "}}")
                continue
            number, *more = match["numbers"].split(",")
            if more:
                text = f"c{', c'.join((number, *more))} share a blank: only c{number}"
                self.bank.lose(item, f"{text} is kept.")
            if open_numbers:
                pieces.append(_CLOSED)
                within.append((number, open_numbers[-1]))
            open_numbers.append(number)
            pieces.append(f"{_OPENED}{number}{_NAMED}")
        pieces += [html[end:], _CLOSED if open_numbers else ""]
        return "".join(pieces)

    def _closed(self, open_numbers: list[str]) -> str:
        """The end of the innermost blank, and the blank around it again."""
        open_numbers.pop()
        return _CLOSED + (f"{_OPENED}{open_numbers[-1]}{_NAMED}" if open_numbers else "")

    def _question(self, note: Note, item: str) -> dict[str, Any] | None:
        """A question that learnms exported."""
        kind, _, number = note.fields.get("Kind", "").partition(" ")
        ask = self._text(note, "Question", item)
        answer = note.fields.get("Answer", "")
        fields, problem = answered(kind, number, answer, item, self.bank.losses)
        if not ask or problem:
            self.bank.lose(item, problem or "Its question is empty.")
            return None
        card = {"id": "", "ask": ask, **fields}
        self._rest(note, {"Question", "Options", "Answer", "Kind", "Task"}, card, item)
        return card

    def _rest(self, note: Note, used: set[str], card: dict[str, Any], item: str) -> None:
        """The fields around question and answer, and the tags."""
        explains: list[str] = []
        if note.type.name in OWN_TYPES and note.fields.get("Exhibit"):
            used = used | {"Exhibit"}
            parts = _HEADING.split(note.fields["Exhibit"])[1:]
            texts = [html_text(part, item, self.bank.losses) for part in parts]
            card["exhibit"] = dict(zip(texts[::2], texts[1::2], strict=False))
        for name, html in note.fields.items():
            if name in used or not html.strip() or _SWITCH.fullmatch(name):
                continue
            role = _role(name)
            if not role:
                self.bank.lose(item, f"The field `{name}` was left out.")
                continue
            text = html_text(_silent(html), item, self.bank.losses)
            if role == "hint" and text:
                card["hint"] = text
            elif text and role == "source" and text.startswith(_SOURCE_LINE):
                self.bank.cite(card, text)
            elif text:
                explains.append(text if role == "explain" else f"{name}: {text}")
        if explains:
            card["explain"] = "\n\n".join(explains)
        self._tags(note, card)

    def _tags(self, note: Note, card: dict[str, Any]) -> None:
        tags = [tag for tag in note.tags if tag.lower() not in _OF_ANKI]
        if note.type.name in OWN_TYPES:
            regions = [tag[8:] for tag in tags if tag.startswith("region::")]
            priority = [tag[10:] for tag in tags if tag.startswith("priority::")]
            tags = [tag for tag in tags if not tag.startswith(("region::", "priority::"))]
            if set(regions) <= set(REGIONS) and regions:
                card["region"] = regions
            if priority and priority[0] in PRIORITIES:
                card["priority"] = priority[0]
        if tags:
            card["tags"] = tags

    def _identify(self, note: Note, card: dict[str, Any], item: str) -> tuple[str, str]:
        """Write the card's id. Returns the id of the card whose other form the note is, and the
        part that it asks, or nothing.
        """
        ident, _, part = note.guid.removeprefix(GUID).partition("/")
        if not note.guid.startswith(GUID) or not ID.match(ident):
            ident, part = f"anki-{fingerprint(note.guid)[:12]}", ""
        elif part and ident in self._ids:
            return ident, part.partition("/")[2]
        if ident in self._ids:
            self.bank.lose(item, f"Another note has its id `{ident}`: its card has no id yet.")
            ident = f"{ident[:40]}-{fingerprint(f'{note.guid}{len(self._ids)}')[:6]}"
        card["id"] = ident
        return "", ""

    def _also(self, ident: str, form: dict[str, Any], part: str, item: str) -> None:
        """Another form of a card that learnms exported."""
        card = self._of_id[ident]
        own = {"id", "reverse", "tags", "region", "priority"}
        own |= {name for name in _INHERITED if form.get(name) == card.get(name)}
        more = {name: value for name, value in form.items() if name not in own}
        card.setdefault("also", []).append({**({"part": part} if part else {}), **more})

    def _place(self) -> None:
        """The title and the topics, from the names of the decks."""
        top = _shared([levels for _, levels in self._levels if levels])
        if top and top != ["Default"]:
            self.bank.title = ": ".join(top)
        for card, levels in self._levels:
            if title := ": ".join(levels[len(top) :]):
                card["topic"] = self.bank.topic_key(title)

    def _text(self, note: Note, name: str, item: str) -> str:
        return html_text(_silent(note.fields.get(name, "")), item, self.bank.losses)


def _typed_field(note_type: NoteType, fields: list[str]) -> str:
    """The field that the first card asks to type, or ''."""
    question = note_type.templates[0][0] if note_type.templates else ""
    return next(
        (
            match["name"].strip()
            for match in _NAMED_FIELD.finditer(question)
            if "type" in (match["filters"] or "").split(":") and match["name"].strip() in fields[1:]
        ),
        "",
    )


def _role(name: str) -> str:
    """What a field is beside question and answer: a hint, explanation or source; '' if neither."""
    for pattern, role in ((_HINTS, "hint"), (_EXPLAINS, "explain"), (_SOURCES, "source")):
        if pattern.fullmatch(name.strip()):
            return role
    return ""


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _silent(html: str) -> str:
    """The HTML without sounds and speech."""
    return _SPEECH.sub("", _SOUND.sub("", html))


def _shown_braces(text: str) -> str:
    """A text for `cloze` in which braces are only shown."""
    return text.replace("{{", "\\{{").replace("}}", "\\}}")


def _beginning(html: str) -> str:
    """The first words of a field, to find its note by."""
    text = " ".join(clean(_TAG.sub(" ", unescape(html[:2000]))).split())
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN].rstrip()}…"


def _shared(paths: list[list[str]]) -> list[str]:
    """The levels that all paths begin with."""
    shared: list[str] = []
    for level, *others in zip(*paths, strict=False):
        if any(other != level for other in others):
            break
        shared.append(level)
    return shared
