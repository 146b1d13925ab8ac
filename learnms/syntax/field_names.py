"""The names of fields, for telling a field from a text."""

from __future__ import annotations

TEXT_FIELDS = frozenset(
    {"ask", "answer", "cloze", "type", "right", "wrong", "text", "why", "explain", "hint", "story"}
)

# Names that make a line without its colon look like a field.
FIELD_NAMES = TEXT_FIELDS | frozenset(
    [
        "deck",
        "id",
        "about",
        "audience",
        "language",
        "version",
        "disclaimer",
        "topics",
        "sources",
        "glossary",
        "cards",
        "cases",
        "title",
        "weight",
        "publisher",
        "revised",
        "reviewed",
        "via",
        "url",
        "reverse",
        "typed",
        "select",
        "true-false",
        "given",
        "calc",
        "unit",
        "round",
        "within",
        "order",
        "match",
        "extra",
        "columns",
        "rows",
        "groups",
        "blanks",
        "choices",
        "score",
        "highlight",
        "bowtie",
        "teach-back",
        "last",
        "unsafe",
        "source",
        "checked",
        "topic",
        "tags",
        "level",
        "step",
        "exhibit",
        "was",
        "revision",
        "ignore",
        "also",
        "part",
        "parts",
        "tests",
    ]
)  # sixty quoted names are harder to read
