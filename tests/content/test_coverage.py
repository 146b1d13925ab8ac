"""Everything that is known with some confidence is asked, and nothing that is not."""

from __future__ import annotations

from tests.content.coverage import TABLE, table
from tests.content.library import asked, facts

NOT_ASKED = {
    "F032": "a trend that lost significance, read in one garbled reprint",
    "F041": "clearance figures from one low-grade page; the label's section was not read",
    "F051": "the paediatric indication of May 2026 stands in one secondary text only",
    "F116": "the missed-dose rule of the injection stands in one secondary text only",
    "F119": "a paediatric dose from one secondary text; the label of May 2026 has to be read first",
    "F120": "a paediatric dose from one secondary text; the label of May 2026 has to be read first",
    "F121": (
        "paediatric premedication from one secondary text; the label of May 2026 has to be read"
        " first"
    ),
    "F122": (
        "paediatric dilution from one secondary text; the label of May 2026 has to be read first"
    ),
    "F146": "about the two-hour option in children; one secondary text only",
    "F167": "where not to inject stands in one secondary text only; the label section was not read",
    "F168": "preparation of the injection stands in one secondary text only",
    "F169": "the hold time of the syringe stands in one secondary text only",
    "F170": "the time out of the fridge stands in one secondary text only",
    "F174": "no published look-alike list was found: an inference without a source",
    "F200": "percentages that could not be read in any text",
    "F222": "an early consensus on COVID-19 that later data may have overtaken",
    "F227": "one registry abstract on an IgM cut-off; no rule follows from it",
    "F232": "percentages without their comparator, from one secondary page",
    "C27": "rests on the paediatric doses F119 to F121",
}
NEVER_A_CARD = {
    "F013": "the cell line that makes the antibody: nobody decides anything by it",
    "F021": "shares of cells in one flow study: a table to look up",
    "F278": "infant doses in one paper: a table to look up",
}
"""What no card asks as settled, and why."""


def test_every_fact_is_asked_or_left_out_for_a_reason() -> None:
    everything = {tag for kind in facts().values() for tag in kind}

    assert everything - set(asked()) == set(NOT_ASKED) | set(NEVER_A_CARD)


def test_what_is_left_out_is_what_is_uncertain() -> None:
    assert {tag for tag, fact in facts()["facts"].items() if fact["confidence"] == "low"} == set(
        NOT_ASKED
    ) - {"C27"}


def test_every_founding_claim_is_asked() -> None:
    assert {f"S{number:02}" for number in range(1, 32)} <= set(asked())


def test_the_table_is_that_of_the_decks() -> None:
    assert TABLE.read_text("utf-8") == table(), "run python -m tests.content.coverage"
