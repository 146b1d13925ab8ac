"""The note types of Anki packages that learnms writes, and by which it knows them again.

Their ids and the names of their fields never change: Anki updates a note in place only while its
type stays the same.
"""

from __future__ import annotations

from typing import NamedTuple

GUID = "learnms:"
"""A note's guid is this and the id of its card; with `/2/c1` it is the second form, of part c1."""
FLASHCARD = "learnms-flashcard"
TYPED = "learnms-typed"
CLOZE = "learnms-cloze"
TYPED_CLOZE = "learnms-typed-cloze"
QUESTION = "learnms-question"


class OwnType(NamedTuple):
    """A note type: its id, the fields, and the question and answer side of each card."""

    name: str
    id: int
    fields: tuple[str, ...]
    templates: tuple[tuple[str, str, str], ...]
    is_cloze: bool = False


_NOTES = ("Exhibit", "Hint", "Explanation", "Source")
_EXHIBIT = "{{#Exhibit}}<section class=exhibit>{{Exhibit}}</section>{{/Exhibit}}"
_HINT = "{{#Hint}}<p class=hint>{{hint:Hint}}</p>{{/Hint}}"
_BELOW = (
    "{{#Explanation}}<section class=explain>{{Explanation}}</section>{{/Explanation}}"
    "{{#Source}}<p class=source>{{Source}}</p>{{/Source}}"
)
_RULE = "<hr id=answer>"


def _ask(field: str, more: str = "") -> str:
    return f"{_EXHIBIT}<section class=ask>{{{{{field}}}}}</section>{more}{_HINT}"


_QUESTION = (
    f"{_EXHIBIT}<section class=ask>{{{{Question}}}}</section>"
    "{{#Task}}<p class=task>{{Task}}</p>{{/Task}}"
)
_OPTIONS = "{{#Options}}<section class=options>{{Options}}</section>{{/Options}}"
NOTE_TYPES = (
    OwnType(
        FLASHCARD,
        1_763_800_001_001,
        ("Front", "Back", "Reverse", *_NOTES),
        (
            (
                "Card",
                _ask("Front"),
                f"{_ask('Front')}{_RULE}<section class=answer>{{{{Back}}}}</section>{_BELOW}",
            ),
            (
                "Reverse",
                "{{#Reverse}}<section class=ask>{{Back}}</section>{{/Reverse}}",
                f"{{{{FrontSide}}}}{_RULE}<section class=answer>{{{{Front}}}}</section>{_BELOW}",
            ),
        ),
    ),
    OwnType(
        TYPED,
        1_763_800_001_002,
        ("Front", "Answer", "Accepted", *_NOTES),
        (
            (
                "Card",
                _ask("Front", "{{type:Answer}}"),
                f"{_EXHIBIT}<section class=ask>{{{{Front}}}}</section>{_RULE}{{{{type:Answer}}}}"
                "{{#Accepted}}<p>Also right: {{Accepted}}</p>{{/Accepted}}" + _BELOW,
            ),
        ),
    ),
    OwnType(
        CLOZE,
        1_763_800_001_003,
        ("Text", *_NOTES),
        (("Cloze", _ask("cloze:Text"), _ask("cloze:Text") + _BELOW),),
        is_cloze=True,
    ),
    OwnType(
        TYPED_CLOZE,
        1_763_800_001_004,
        ("Text", *_NOTES),
        (
            (
                "Cloze",
                _ask("cloze:Text", "{{type:cloze:Text}}"),
                f"{_EXHIBIT}<section class=ask>{{{{cloze:Text}}}}</section>{{{{type:cloze:Text}}}}"
                + _BELOW,
            ),
        ),
        is_cloze=True,
    ),
    OwnType(
        QUESTION,
        1_763_800_001_005,
        ("Question", "Task", "Options", "Answer", "Kind", *_NOTES),
        (
            (
                "Question",
                _QUESTION + _OPTIONS + _HINT,
                f"{_QUESTION}{_RULE}<section class=options>{{{{Answer}}}}</section>{_BELOW}",
            ),
        ),
    ),
)
OWN_TYPES = {note_type.name: note_type for note_type in NOTE_TYPES}

CSS = """
.card { max-width: 38em; margin: 0 auto; padding: 0.75em 1em; text-align: left;
  font: 1.15em/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
  color: #1b2026; background: #ffffff; }
.card p, .card ul, .card ol, .card table { margin: 0.4em 0; }
.card ol, .card ul { padding-left: 1.7em; }
.card li { margin: 0.45em 0; }
.ask { font-weight: 600; }
.task, .source, .hint, .why { color: #4c525a; }
.exhibit h4 { margin: 0.6em 0 0.2em; font-size: 0.95em; }
.exhibit { border-bottom: 1px solid #6e6d67; padding-bottom: 0.5em; margin-bottom: 0.8em; }
.task { font-style: italic; }
.source { font-size: 0.85em; }
.why { display: block; }
.explain { margin-top: 0.8em; padding-left: 0.8em; border-left: 3px solid #0a4a92; }
.right { color: #115b28; font-weight: 600; }
.unsafe { color: #ad1634; }
.right .why { font-weight: 400; }
.cloze { color: #0a4a92; font-weight: 700; }
hr { border: 0; border-top: 1px solid #6e6d67; margin: 0.9em 0; }
table { border-collapse: collapse; }
td, th { border: 1px solid #6e6d67; padding: 0.2em 0.5em; text-align: left; }
tr > th:first-child { font-weight: 400; }
input#typeans { font: inherit; width: 100%; box-sizing: border-box; }
.nightMode.card, .nightMode .card, .night_mode.card, .night_mode .card {
  color: #ecebe6; background: #20262f; }
.nightMode .task, .nightMode .source, .nightMode .hint, .nightMode .why,
.night_mode .task, .night_mode .source, .night_mode .hint, .night_mode .why { color: #bcc1c9; }
.nightMode .right, .night_mode .right { color: #8adbb2; }
.nightMode .unsafe, .night_mode .unsafe { color: #ffa39b; }
.nightMode .cloze, .night_mode .cloze { color: #94c4ff; }
.nightMode .explain, .night_mode .explain { border-left-color: #94c4ff; }
"""
