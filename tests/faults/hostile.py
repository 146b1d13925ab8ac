"""A deck whose every text tries to command the terminal or the program, written as YAML escapes
so that it parses.
"""

from __future__ import annotations

import json
import re

ATTACKS = {
    "clipboard": "\x1b]52;c;UFdORUQ=\x07",
    "title": "\x1b]0;PWNED\x07",
    "link": "\x1b]8;;https://evil.example\x1b\\click\x1b]8;;\x1b\\",
    "resize": "\x1b[8;1;1t",
    "reset": "\x1bc",
    "device control": "\x1bP1$r0m\x1b\\",
    "8-bit control": "\x9b31m\x9d0;PWNED\x9c",
    "a window of tmux": "\x1bPtmux;\x1b\x1b]0;PWNED\x07\x1b\\",
    "picture": "\x1b_Ga=T;AAAA\x1b\\",
    "privacy message": "\x1b^PWNED\x1b\\",
    "start of string": "\x1bXPWNED\x1b\\",
    "mode": "\x1b[?9999h",
    "report": "\x1b[6n",
    "character set": "\x0e\x0f",
    "bell": "\x07",
    "overwriting": "yes\x08\x08\x08\x7fno",
    "bidi override": "\u202eidib\u202c",
    "bidi isolate": "\u2066eta\u2069losi",
    "line separator": "a\u2028b\x85c",
    "zero width": "a\u200bb\ufeff",
    "markup": "[@click=app.quit]x[/] [/] [bold]b x[0]",
}
PAYLOAD = " ".join(ATTACKS.values())

VISIBLE = (
    *(
        r"\x1b]52;c;UFdORUQ=\x07",
        r"\x1b]0;PWNED\x07",
        r"\x1b[8;1;1t",
        r"\x1bc",
        r"\x1bP1$r0m\x1b\\",
        r"\x9b31m\x9d0;PWNED\x9c",
        r"\x1b_Ga=T;AAAA",
        r"\x1b^PWNED",
        r"\x1bXPWNED",
        r"\x1b[?9999h",
        r"\x1b[6n",
        r"\x0e\x0f",
        r"yes\x08\x08\x08\x7fno",
        r"\u2066eta\u2069losi",
        r"a\u2028b\x85c",
    ),
    *(r"\u202eidib\u202c", r"a\u200bb\ufeff", "[@click=app.quit]x[/]", "[/]", "[bold]b", "x[0]"),
)
"""What a reader sees of the payload, without the white space at which it is wrapped."""

FILE_NAME = "hostile \x1b]0;PWNED\x07\x9b31m\u202e.yaml"

# Bytes that only a payload can have brought. Textual itself sets the pointer's shape with OSC 22,
# which ends in a bell.
_OWN = re.compile(rb"\x1b\]22;[a-z-]*\x07")
_FORBIDDEN = {
    "an operating system command": re.compile(rb"\x1b\]"),
    "a reset": re.compile(rb"\x1bc"),
    "a device control string": re.compile(rb"\x1bP"),
    "a window command": re.compile(rb"\x1b\[8;1;1t"),
    "an 8-bit control": re.compile(rb"\xc2[\x80-\x9f]"),
    "a bell": re.compile(rb"\x07"),
    "a picture or a message": re.compile(rb"\x1b[_^X]"),
    "a mode": re.compile(rb"\x1b\[\?9999h"),
    "a report": re.compile(rb"\x1b\[6n"),
    "another character set": re.compile(rb"[\x0e\x0f]"),
    "a backspace": re.compile(rb"no\x08|[\x08\x7f]{2}"),
    "a bidi override": re.compile(rb"\xe2\x80[\xaa-\xae]"),
    "a bidi isolate": re.compile(rb"\xe2\x81[\xa6-\xa9]"),
    "a line separator": re.compile(rb"\xe2\x80\xa8"),
    "a zero-width character": re.compile(rb"\xe2\x80[\x8b-\x8f]|\xef\xbb\xbf"),
}


def leaks(raw: bytes, *, lines_only: bool) -> list[str]:
    """What got through to the terminal; in lines every escape sequence is one too many."""
    clean = _OWN.sub(b"", raw)
    found = [
        f"{name}: {raw[max(0, at.start() - 40) : at.end() + 40]!r}"
        for name, pattern in _FORBIDDEN.items()
        if (at := pattern.search(clean))
    ]
    return found + (
        [f"an escape: {raw[raw.index(0x1B) :][:80]!r}"] if lines_only and b"\x1b" in raw else []
    )


def unwrapped(text: str) -> str:
    """The text without white space, so that a payload is found across the lines it was wrapped
    at.
    """
    return "".join(text.split())


def _text(name: str) -> str:
    return json.dumps(f"{name} {PAYLOAD}")


def deck() -> str:
    """The payload in every text field of every kind of card."""
    notes = (
        f"hint: {_text('hint')}\n    explain: {_text('explain')}\n    source:"
        f" [{json.dumps('book ' + PAYLOAD)}]\n    checked: 2026-11-22"
    )
    option = f"{{text: {_text('option')}, why: {_text('why')}}}"
    kinds = {
        "flashcard": (
            f"ask: {_text('ask')}\n    answer: {_text('answer')}\n    exhibit: {{{_text('tab')}:"
            f" {_text('exhibit')}, second: {_text('other')}}}"
        ),
        "cloze": (
            "cloze:"
            f" {json.dumps('cloze {{c1::blank ' + PAYLOAD + '::tip ' + PAYLOAD + '}} ' + PAYLOAD)}"
        ),
        "typed": f"ask: {_text('ask')}\n    type: [{_text('accepted')}, {_text('second')}]",
        "single": (
            f"ask: {_text('ask')}\n    right: {option}\n    wrong: [{_text('wrong')}, {{text:"
            f" {_text('harm')}, why: {_text('harms')}, unsafe: yes}}]"
        ),
        "select-all": (
            f"ask: {_text('ask')}\n    select: all\n    right: [{_text('one')}, {_text('two')}]\n  "
            f"  wrong: [{_text('three')}, {_text('four')}]"
        ),
        "select-n": (
            f"ask: {_text('ask')}\n    select: 2\n    right: [{_text('one')}, {_text('two')}]\n   "
            f" wrong: [{_text('three')}, {_text('four')}]"
        ),
        "true-false": f"ask: {_text('ask')}\n    true-false: yes",
        "calculation": (
            f"ask: {json.dumps('{dose} mg ' + PAYLOAD)}\n    given: {{dose: [300]}}\n    calc: dose"
            f" / 30\n    unit: [{_text('unit')}]"
        ),
    }
    cards = "".join(
        f"  - id: card-{name}\n    {fields}\n    {notes}\n    topic: basics\n    tags:"
        f" [{_text('tag')}]\n"
        for name, fields in kinds.items()
    )
    head = (
        f"deck: {_text('deck')}\nid: hostile-deck\nabout: {_text('about')}\nversion:"
        f" {_text('version')}\ndisclaimer: {_text('disclaimer')}\n"
    )
    source = (
        f"  book: {{title: {_text('title')}, publisher: {_text('publisher')}, via: {_text('via')},"
        " revised: 2025-01}\n"
    )
    return (
        f"{head}topics:\n  basics: {{title: {_text('topic')}}}\nsources:\n{source}glossary:\n "
        f" {_text('term')}: {_text('meaning')}\ncards:\n{cards}"
    )


KINDS = 8


def settings_file() -> str:
    """Settings with the payload in a name, in a value of a known name and in a comment."""
    payload = json.dumps(PAYLOAD)
    return f"who = {payload}\n{payload} = 1\nnew_per_day = {payload}\ntheme = {payload}\n"


def csv_bank() -> str:
    """Questions of another program with the payload in every cell and in the head."""
    cell = '"' + PAYLOAD.replace('"', '""').replace("\r", "") + '"'
    head = f"question,answer,hint,{cell}"
    return "\n".join([head, *(f"Which {n} {cell[1:-1]},{cell},{cell},{cell}" for n in range(3))])
