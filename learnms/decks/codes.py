"""The rules of families LM4 (provenance), LM5 (dose notation) and LM8 (identity)."""

from learnms.syntax.rules import Rule, register

register(
    Rule(
        "LM401",
        "error",
        "no source",
        "Wrong facts hurt people, so every card names its source: `source: uspi §2.3`.",
        keeps_out=False,
    ),
    Rule(
        "LM402",
        "error",
        "an unknown source",
        "The first word of a source is a key of the deck's `sources:` or of the `sources.yaml`"
        " next to it.",
        keeps_out=False,
    ),
    Rule(
        "LM403",
        "error",
        "checked in the future",
        "`checked` is the day somebody compared the card with its source. It cannot be in the"
        " future.",
        keeps_out=False,
    ),
    Rule(
        "LM404",
        "warning",
        "the source is newer than the check",
        "The source was revised after the card was checked. Compare the card with the new"
        " revision, then update `checked`.",
        keeps_out=False,
    ),
    Rule(
        "LM405",
        "warning",
        "checked more than a year ago",
        "Labels change. Compare the card with its source again, then update `checked`.",
        keeps_out=False,
    ),
    Rule(
        "LM406",
        "warning",
        "changed since the deck was signed",
        "`signed` names who answers for the deck, with a hash of each card's question, answers,"
        " rationales and sources. Compare the changed card with its source, then run `learnms"
        " sign` again.",
        keeps_out=False,
    ),
    Rule(
        "LM501",
        "error",
        "a trailing zero",
        "`5.0 mg` can be misread as 50 mg if the decimal point is missed. Write `5 mg`.",
        keeps_out=False,
    ),
    Rule(
        "LM502",
        "error",
        "a naked decimal point",
        "`.5 mg` can be misread as 5 mg if the decimal point is missed. Write `0.5 mg`.",
        keeps_out=False,
    ),
    Rule(
        "LM503",
        "error",
        "`U` for units",
        "A `U` can be misread as 0, 4 or cc, and `IU` as IV or 10. Write `units`.",
        keeps_out=False,
    ),
    Rule(
        "LM504",
        "error",
        "`µg` for micrograms",
        "The `µ` can be misread as m, which is a thousandfold overdose. Write `mcg` or"
        " `micrograms`.",
        keeps_out=False,
    ),
    Rule(
        "LM505",
        "error",
        "`QD` for daily",
        "`QD` can be misread as QID or QOD. Write `daily`. `QOD` can be misread as QD or QID."
        " Write `every other day`.",
        keeps_out=False,
    ),
    Rule(
        "LM801",
        "error",
        "no id",
        "Without an id a card has no memory: it can be previewed but not scheduled. `learnms fix`"
        " writes one.",
        keeps_out=False,
    ),
    Rule(
        "LM802",
        "error",
        "a malformed id",
        "An id has 3 to 64 lowercase letters, digits and hyphens, and starts with a letter or a"
        " digit: `premed-steroid-p4xn`.",
        keeps_out=False,
    ),
    Rule(
        "LM803",
        "error",
        "an id used twice",
        "Two cards with the same id would share one memory. Give the copy another id,"
        " such as `premed-steroid-2`. Its history stays with the first card.",
    ),
    Rule(
        "LM804",
        "error",
        "a blank without a name",
        "A blank's name ties it to its memory, even when the text around it changes: `{{c1::600"
        " mg}}`. `learnms fix` numbers blanks without a name.",
        keeps_out=False,
    ),
    Rule(
        "LM805",
        "error",
        "`was` is circular",
        "Two cards each claim to have been the other. Remove one of the `was` fields.",
        keeps_out=False,
    ),
    Rule(
        "LM806",
        "error",
        "`was` names a card that still exists",
        "`was` hands over the history of an id that no longer exists. This one is still in use.",
        keeps_out=False,
    ),
    Rule(
        "LM807",
        "error",
        "`tests` names a card that does not exist",
        "`tests` lists the cards that a part of a case is evidence about. None of the checked"
        " files has this id.",
        keeps_out=False,
    ),
    Rule(
        "LM808",
        "error",
        "a deck without an id",
        "A deck needs an id to be published. Until then the file's name is used.",
        keeps_out=False,
    ),
    Rule(
        "LM809",
        "error",
        "an invalid `was`",
        "`was: old-id` hands over the history of all parts with the same names; `was: old-id#c2`"
        " hands over one part to a card with a single part. Here the old id is malformed, the card"
        " has several parts, or another card takes the same history. Bad: `was: Old Id`. Good:"
        " `was: old-id`.",
        keeps_out=False,
    ),
    Rule(
        "LM810",
        "warning",
        "a card that may have been renamed",
        "An id from the earlier release is gone, and a new card says almost the same thing. If"
        " it is the same card, `was: old-id` hands its history over.",
        keeps_out=False,
    ),
    Rule(
        "LM811",
        "info",
        "a removed card",
        "The earlier release had it. Learners keep its history but are no longer asked about it.",
        keeps_out=False,
    ),
    Rule(
        "LM812",
        "info",
        "a removed part",
        "The earlier release of the card had it. Learners keep its history but are no longer asked"
        " about it.",
        keeps_out=False,
    ),
    Rule(
        "LM813",
        "info",
        "a changed answer",
        "The right answer is not the same as before, so learners who know the card see it again.",
        keeps_out=False,
    ),
    Rule(
        "LM814",
        "error",
        "an id used for another card",
        "The question and answer have nothing in common with the card that had this id before,"
        " so learners' memories would apply to the wrong fact. Give the card a new id.",
        keeps_out=False,
    ),
    Rule(
        "LM815",
        "info",
        "a deck that is not in the earlier release",
        "Neither the deck's id nor any of its cards is in the earlier release, so there is nothing"
        " to compare. This is fine for a new deck; a deck whose id changed cannot be compared.",
        keeps_out=False,
    ),
    Rule(
        "LM816",
        "warning",
        "a part that may have been renamed",
        "A blank's name ties it to its memory. A part of the earlier release is gone, and a new"
        " one hides the same text. Restore the name, or learners start over with it. Bad:"
        " `{{c3::24 weeks}}` where it was `c2`. Good: `{{c2::24 weeks}}`.",
        keeps_out=False,
    ),
)
