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
        " beside it.",
        keeps_out=False,
    ),
    Rule(
        "LM403",
        "error",
        "checked in the future",
        "`checked` is the day on which somebody held the card against its source. That day cannot"
        " be still to come.",
        keeps_out=False,
    ),
    Rule(
        "LM404",
        "warning",
        "the source is newer than the check",
        "The source was revised after the card was checked. Hold the card against the new revision,"
        " then set `checked` to that day.",
        keeps_out=False,
    ),
    Rule(
        "LM405",
        "warning",
        "checked more than a year ago",
        "Labels change. Hold the card against its source again, then set `checked` to that day.",
        keeps_out=False,
    ),
    Rule(
        "LM501",
        "error",
        "a trailing zero",
        "`5.0 mg` is misread as 50 mg when the point is not seen. Write `5 mg`.",
        keeps_out=False,
    ),
    Rule(
        "LM502",
        "error",
        "a naked decimal point",
        "`.5 mg` is misread as 5 mg when the point is not seen. Write `0.5 mg`.",
        keeps_out=False,
    ),
    Rule(
        "LM503",
        "error",
        "`U` for units",
        "A `U` is misread as 0, 4 or cc. Write `units`.",
        keeps_out=False,
    ),
    Rule(
        "LM504",
        "error",
        "`µg` for micrograms",
        "The `µ` is misread as m, which makes a thousandfold dose. Write `mcg` or `micrograms`.",
        keeps_out=False,
    ),
    Rule(
        "LM505",
        "error",
        "`QD` for daily",
        "`QD` is misread as QID or QOD. Write `daily`.",
        keeps_out=False,
    ),
    Rule(
        "LM801",
        "error",
        "no id",
        "Without an id a card has no memory: it can be previewed, not scheduled. `learnms fix`"
        " writes one.",
        keeps_out=False,
    ),
    Rule(
        "LM802",
        "error",
        "a malformed id",
        "An id has 3 to 64 lowercase letters, digits and hyphens, and begins with a letter or a"
        " digit: `premed-steroid-p4xn`.",
        keeps_out=False,
    ),
    Rule(
        "LM803",
        "error",
        "an id used twice",
        "Two cards with one id would share one memory. Give the copy an id of its own: remove its"
        " `id:` line and run `learnms fix`.",
    ),
    Rule(
        "LM804",
        "error",
        "a blank without a name",
        "A blank's name says which memory it owns, whatever is written around it: `{{c1::600 mg}}`."
        " `learnms fix` numbers bare blanks.",
        keeps_out=False,
    ),
    Rule(
        "LM805",
        "error",
        "`was` goes in a circle",
        "Two cards each claim to have been the other. Remove one of the two.",
        keeps_out=False,
    ),
    Rule(
        "LM806",
        "error",
        "`was` names a card that is there",
        "`was` hands over the history of an id that is gone. This one is still in use.",
        keeps_out=False,
    ),
    Rule(
        "LM807",
        "error",
        "`tests` names a card that is not there",
        "`tests` says about which cards a part of a case is evidence. The id is in none of the"
        " files given.",
        keeps_out=False,
    ),
    Rule(
        "LM808",
        "error",
        "a deck without an id",
        "A deck needs an id to be published: the file's name stands in for it meanwhile.",
        keeps_out=False,
    ),
    Rule(
        "LM809",
        "error",
        "a `was` that cannot work",
        "`was: old-id` hands over the history of a card's parts of the same names, `was: old-id#c2`"
        " that of one part to a card of one part. The old id is malformed, the card has several"
        " parts, or another card takes the same history. Bad: `was: Old Id`. Good: `was: old-id`.",
        keeps_out=False,
    ),
    Rule(
        "LM810",
        "warning",
        "a card that may be renamed",
        "An id of the earlier release is gone and a new card says almost the same. If it is the"
        " same card, `was: old-id` hands its history over.",
        keeps_out=False,
    ),
    Rule(
        "LM811",
        "info",
        "a card that is gone",
        "The earlier release had it. Learners keep its history, and it is not asked any more.",
        keeps_out=False,
    ),
    Rule(
        "LM812",
        "info",
        "a part that is gone",
        "The earlier release of the card had it. Learners keep its history, and it is not asked any"
        " more.",
        keeps_out=False,
    ),
    Rule(
        "LM813",
        "info",
        "a changed answer",
        "What counts as right is not what it was, so learners who know the card see it again.",
        keeps_out=False,
    ),
    Rule(
        "LM814",
        "error",
        "an id used for another card",
        "Question and answer have nothing in common with those of the id before, and memories would"
        " count for the wrong fact. Give the card a new id.",
        keeps_out=False,
    ),
    Rule(
        "LM815",
        "info",
        "a deck that the earlier release does not have",
        "Neither the deck's id nor any of its cards is in the earlier release, so nothing is said"
        " about what changed. A new deck is fine; one that got another id is not compared.",
        keeps_out=False,
    ),
    Rule(
        "LM816",
        "warning",
        "a part that may be renamed",
        "A blank's name owns a memory. A part of the earlier release is gone and a new one hides"
        " the same: give it its name back, or learners would begin anew with it. Bad: `{{c3::24"
        " weeks}}` where it was `c2`. Good: `{{c2::24 weeks}}`.",
        keeps_out=False,
    ),
)
