"""The fields of decks, cards, cases and their parts, without those of a kind of question."""

from __future__ import annotations

import re

from learnms.decks.model import AUDIENCES, LEVELS, MOST_PRIMER_LINES, PRIORITIES, REGIONS, STEPS
from learnms.kinds import choice
from learnms.kinds.field_types import (
    COUNT,
    DAY,
    INTEGER,
    PARTIAL_DAY,
    REFERENCE,
    SENTENCE,
    SHARE,
    TEXT,
    UNREAD,
    by_name,
    described,
    either,
    one_or_list,
    reference,
    word_of,
)
from learnms.syntax.field_names import Field, Type, Use, declare

ID = re.compile(r"[a-z0-9][a-z0-9-]{2,63}$")
IGNORABLE = ("LM3", "LM5", "LM6", "LM7", "LM9")

_ENTRIES: frozenset[Use] = frozenset({"entries"})
_NOTHING = Type({"type": "null"})

_ID = Type({"type": ["string", "integer"], "pattern": f"^{ID.pattern}"}, UNREAD)
_OLD_ID = Type(
    {
        "type": ["string", "integer"],
        "pattern": f"^{ID.pattern.removesuffix('$')}(#(c[0-9]{{1,9}}|rev))?$",
    },
    UNREAD,
)
_CODES = Type(
    {
        "type": "object",
        "patternProperties": {
            f"^LM[{''.join(family[2:] for family in IGNORABLE)}][0-9]{{2}}$": TEXT.schema
        },
        "additionalProperties": False,
    },
    UNREAD,
)


def _entries(definition: str, **more: object) -> Type:
    """A list of mappings that all have the same definition."""
    return Type({"type": "array", "items": reference(definition), **more}, _ENTRIES)


NOTE_FIELDS = declare(
    Field(
        "explain",
        SENTENCE,
        "The rationale: always shown after answering. In a calculation {dose} is the number"
        " drawn, and {= dose / 30} is worked out of it.",
    ),
    Field("hint", SENTENCE, "A help that the learner may open before answering."),
    Field(
        "source",
        one_or_list(REFERENCE),
        "Where the fact comes from: a key of the sources, a space, and the place, such as `uspi"
        " §2.3`. Or a list of these.",
    ),
    Field(
        "checked", DAY, "The day on which somebody held the card against its source, as 2026-11-22."
    ),
    Field(
        "exhibit",
        by_name(TEXT),
        "Material shown beside the question: one tab for each field, with its text. A Markdown"
        " table is drawn as a table.",
    ),
    Field(
        "level",
        word_of(LEVELS),
        "What the question asks for: recall, understand, apply or analyse.",
    ),
    Field("step", word_of(STEPS), "The step of clinical judgement that the question is about."),
)
_REGION = Field(
    "region",
    one_or_list(word_of(REGIONS)),
    "Where it holds: us, eu, uk, ch, or a list of these. Left out, everywhere.",
)
CARD_FIELDS = declare(
    Field(
        "id",
        _ID,
        "What its memory is found by: never changed, never used twice. `learnms fix` writes one.",
    ),
    *NOTE_FIELDS.values(),
    Field("topic", REFERENCE, "One of the deck's topics."),
    Field("tags", one_or_list(REFERENCE), "Words to find cards by."),
    Field(
        "audience",
        one_or_list(word_of(AUDIENCES)),
        "Whom the card is for, where it differs from the deck.",
    ),
    _REGION,
    Field(
        "was",
        one_or_list(_OLD_ID),
        "An id that this card had before, or a list; `old#c2` names one part of it. It takes"
        " over the history.",
    ),
    Field(
        "priority",
        word_of(PRIORITIES),
        "core, standard or extra: new cards come in this order, across all decks. Left out,"
        " standard.",
    ),
    Field("revision", COUNT, "Raise it to make every learner see the card again."),
    Field(
        "ignore",
        _CODES,
        "Codes of findings to silence, each with a reason: {LM503: the card is about this"
        " notation}.",
    ),
    Field(
        "also",
        _entries("form"),
        "Further ways to ask the same fact; each visit draws the one seen longest ago.",
    ),
)
_OF_MEMORY = ("region", "was", "priority", "revision", "also")
"""The fields that say who learns a card and when: a case and its parts own no memory."""
_SHARED = [field for name, field in CARD_FIELDS.items() if name not in _OF_MEMORY]
ALSO_FIELDS = declare(
    Field("part", REFERENCE, "The part of the card that this form asks: c1, c2, rev."),
    *NOTE_FIELDS.values(),
    _REGION,
    choice.SPEC.fields["last"],  # so that a kind without options says why it is not allowed
)
PART_FIELDS = declare(
    *_SHARED,
    Field("story", SENTENCE, "What has happened meanwhile; it stays readable from here on."),
    Field(
        "tests",
        one_or_list(REFERENCE),
        "The cards (or card#part) that this part is evidence about.",
    ),
)
CASE_FIELDS = declare(
    *_SHARED,
    Field("title", TEXT, "What the case is called."),
    Field("story", SENTENCE, "The patient and what has happened so far."),
    Field("parts", _entries("part", minItems=1), "The questions of the case, in order."),
)
TOPIC_FIELDS = declare(
    Field("title", TEXT, "The topic as shown."),
    Field("weight", SHARE, "Its share of the deck, in per cent."),
)
SOURCE_FIELDS = declare(
    Field("title", TEXT, "What the source is called."),
    Field("publisher", TEXT, "Who published it."),
    Field("revised", PARTIAL_DAY, "When it was last revised: YYYY, YYYY-MM or a day."),
    Field("reviewed", PARTIAL_DAY, "When somebody last looked for a newer revision."),
    Field("via", TEXT, "Which copy was read, where it was not the original."),
    Field("url", Type({"type": "string", "pattern": "^https?://"}), "Its address."),
)
DECK_FIELDS = declare(
    Field("deck", TEXT, "The title of the deck."),
    Field("id", _ID, "What progress finds the deck by: never changed. Required to publish."),
    Field("about", TEXT, "What the deck teaches, in a sentence or two."),
    Field("audience", CARD_FIELDS["audience"].type, "Whom the cards are for; left out, everybody."),
    Field(
        "order",
        INTEGER,
        "Where the deck stands among the decks: new cards of a lower number come first. Left out,"
        " it follows those with a number, by the file's name.",
    ),
    Field(
        "primer",
        SENTENCE,
        f"What to read before the first question: up to {MOST_PRIMER_LINES} lines, shown once"
        " before the deck's first new card, and always on its page.",
    ),
    Field("language", TEXT, "The language of the cards, such as `en`."),
    Field("version", TEXT, "Free text, shown to learners."),
    Field("disclaimer", TEXT, "What learners must know about the limits of the deck."),
    Field(
        "topics",
        by_name(either(TEXT, Type(described(TOPIC_FIELDS)))),
        "The blueprint: what the deck promises to cover, and how much of it.",
    ),
    Field(
        "sources",
        by_name(Type(described(SOURCE_FIELDS, required=["title"]))),
        "Where the facts stand, by key. A sources.yaml beside the deck holds the same"
        " entries at its root.",
    ),
    Field("glossary", by_name(TEXT), "Terms in plain words; the learner opens them with a key."),
    Field(
        "cards",
        either(_entries("card"), _NOTHING, uses=_ENTRIES),
        "What is scheduled: one fact each.",
    ),
    Field(
        "cases",
        either(_entries("case"), _NOTHING, uses=_ENTRIES),
        "Unfolding case studies, made of questions about cards.",
    ),
)
