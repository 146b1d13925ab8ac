"""The fields of decks, cards, cases and their parts, without those of a kind of question."""

from __future__ import annotations

import re
import unicodedata

from learnms.decks.model import (
    AUDIENCES,
    LEVEL_SPELLINGS,
    LEVELS,
    MOST_PRIMER_LINES,
    PRIORITIES,
    REGIONS,
    STEPS,
)
from learnms.kinds import choice
from learnms.kinds.field_types import (
    COUNT,
    DAY,
    FLAG,
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


def plain_id(text: str) -> str:
    """A text in the characters of an id, without accents: `nandu` for `Ñandú`; it may be too short
    or too long.
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", plain)))


def id_fix(text: str) -> str:
    """The remedy for a malformed id: the nearest valid one, if there is one."""
    near = plain_id(text)
    rule = "3 to 64 lowercase letters, digits and hyphens"
    return f"write `{near}`: {rule}" if ID.match(near) else f"use {rule}"


def _entries(definition: str, **more: object) -> Type:
    """A list of mappings that all have the same definition."""
    return Type({"type": "array", "items": reference(definition), **more}, _ENTRIES)


NOTE_FIELDS = declare(
    Field(
        "explain",
        SENTENCE,
        "The rationale: always shown after answering. In a calculation {dose} is the number"
        " drawn, and {= dose / 30} is calculated from it.",
    ),
    Field("hint", SENTENCE, "A hint that the learner can open before answering."),
    Field(
        "source",
        one_or_list(REFERENCE),
        "Where the fact comes from: a source key, a space, and the place, such as `uspi §2.3`."
        " Or a list of these.",
    ),
    Field(
        "checked",
        DAY,
        ("The date on which somebody compared the card with its source, such as 2026-11-22."),
    ),
    Field(
        "exhibit",
        by_name(TEXT),
        "Material shown next to the question: one tab for each field, with its text. A Markdown"
        " table is drawn as a table.",
    ),
    Field(
        "level",
        word_of((*LEVELS, *LEVEL_SPELLINGS)),
        "What the question asks for: recall, understand, apply or analyze (or analyse).",
    ),
    Field("step", word_of(STEPS), "The step of clinical judgment that the question is about."),
)
_REGION = Field(
    "region",
    one_or_list(word_of(REGIONS)),
    "Where it applies: us, eu, uk, ch, or a list of these. Default: everywhere.",
)
CARD_FIELDS = declare(
    Field(
        "id",
        _ID,
        "Identifies the card's memory: never change it or use it twice. `learnms fix` writes one.",
    ),
    *NOTE_FIELDS.values(),
    Field("topic", REFERENCE, "One of the deck's topics."),
    Field("tags", one_or_list(REFERENCE), "Search terms."),
    Field(
        "audience",
        one_or_list(word_of(AUDIENCES)),
        "Who the card is for, if it differs from the deck.",
    ),
    _REGION,
    Field(
        "was",
        one_or_list(_OLD_ID),
        "An earlier id of this card, or a list; `old#c2` names one part of it. The card takes over"
        " its history.",
    ),
    Field(
        "priority",
        word_of(PRIORITIES),
        "core, standard or extra: new cards come in this order, across all decks. Default:"
        " standard.",
    ),
    Field("revision", COUNT, "Increase it to show the card to every learner again."),
    Field(
        "ignore",
        _CODES,
        "Codes of findings to silence, each with a reason: {LM503: the card is about this"
        " notation}.",
    ),
    Field(
        "also",
        _entries("form"),
        "Other ways to ask the same fact; each review uses the one seen least recently.",
    ),
)
_OF_MEMORY = ("region", "was", "priority", "revision", "also")
"""The fields about who learns a card and when; a case and its parts have no memory."""
_SHARED = [field for name, field in CARD_FIELDS.items() if name not in _OF_MEMORY]
ALSO_FIELDS = declare(
    Field("part", REFERENCE, "The part of the card that this form asks: c1, c2, rev."),
    *NOTE_FIELDS.values(),
    _REGION,
    choice.SPEC.fields["last"],  # so that a kind without options says why it is not allowed
)
PART_FIELDS = declare(
    *_SHARED,
    Field("story", SENTENCE, "What has happened since; it stays visible from here on."),
    Field(
        "tests",
        one_or_list(REFERENCE),
        "The cards (or card#part) that this part is evidence about. The case is offered once its"
        " core cards are learned.",
    ),
)
CASE_FIELDS = declare(
    *_SHARED,
    Field("title", TEXT, "The title of the case."),
    Field("story", SENTENCE, "The patient and what has happened so far."),
    Field("parts", _entries("part", minItems=1), "The questions of the case, in order."),
)
TOPIC_FIELDS = declare(
    Field("title", TEXT, "The topic's title."),
    Field("weight", SHARE, "Its planned share of the deck, in %."),
)
SOURCE_FIELDS = declare(
    Field("title", TEXT, "The title of the source."),
    Field("publisher", TEXT, "Who published it."),
    Field("revised", PARTIAL_DAY, "When it was last revised: YYYY, YYYY-MM or a day."),
    Field("reviewed", PARTIAL_DAY, "When somebody last checked for a newer revision."),
    Field("via", TEXT, "Which copy was read, if not the original."),
    Field("url", Type({"type": "string", "pattern": "^https?://"}), "Its web address."),
)
SIGNED_FIELDS = declare(
    Field("by", TEXT, "Who signed the deck."),
    Field("on", DAY, "When: YYYY-MM-DD."),
    Field("of", TEXT, "A hash of each signed card; `learnms sign` writes it."),
)
DECK_FIELDS = declare(
    Field("deck", TEXT, "The title of the deck."),
    Field(
        "id",
        _ID,
        "Identifies the deck in learners' progress: never change it. Required to publish.",
    ),
    Field("about", TEXT, "What the deck teaches, in a sentence or two."),
    Field("audience", CARD_FIELDS["audience"].type, "Who the cards are for. Default: everybody."),
    Field(
        "order",
        INTEGER,
        "The deck's position among the decks: new cards from lower numbers come first. Decks"
        " without a number follow, by file name.",
    ),
    Field(
        "primer",
        SENTENCE,
        f"What to read before the first question: up to {MOST_PRIMER_LINES} lines, shown once"
        " before the deck's first new card, and always on its page.",
    ),
    Field(
        "draft",
        FLAG,
        "yes: cards without a source are drafts, asked in quizzes and not in reviews.",
    ),
    Field("language", TEXT, "The language of the cards, such as `en`."),
    Field("version", TEXT, "Free text, shown to learners."),
    Field(
        "signed",
        Type(described(SIGNED_FIELDS, required=["by", "on", "of"])),
        "Who answers for the deck. `learnms sign` writes it; `learnms check` names the cards that"
        " changed since.",
    ),
    Field("disclaimer", TEXT, "What learners should know about the deck's limits."),
    Field(
        "topics",
        by_name(either(TEXT, Type(described(TOPIC_FIELDS)))),
        "The blueprint: the topics that the deck covers, and their planned shares.",
    ),
    Field(
        "sources",
        by_name(Type(described(SOURCE_FIELDS, required=["title"]))),
        "Where the facts come from, by key. A sources.yaml next to the deck holds the same"
        " entries at its root.",
    ),
    Field("glossary", by_name(TEXT), "Terms in plain words; the learner opens them with a key."),
    Field("cards", either(_entries("card"), _NOTHING, uses=_ENTRIES), "The cards, one fact each."),
    Field(
        "cases",
        either(_entries("case"), _NOTHING, uses=_ENTRIES),
        "Unfolding case studies, made of questions about cards.",
    ),
)
