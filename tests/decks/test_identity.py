"""LM8: ids are there, fit and unique; `was` names what is gone, `tests` what is there."""

from __future__ import annotations

import pytest

from tests.factories.deck_files import GOOD, HEAD, Folder, Outcome, outcome


def card(ident: str, *lines: str) -> str:
    return (
        f"- id: {ident}\n  ask: What is {ident}?\n  answer: y\n"
        + "".join(f"  {line}\n" for line in lines)
        + "  source: book\n"
    )


def head(ident: str) -> str:
    return HEAD.replace("id: ward", f"id: {ident}")


def test_lm801_a_card_without_an_id_is_a_draft(folder: Folder) -> None:
    said = folder.cards("- ask: x\n  answer: y\n  source: book\n")

    assert said == Outcome(
        [
            "1:3 error LM801 1 card has no `id`, so it cannot be scheduled (run `learnms fix"
            " deck.yaml`)"
        ],
        ["good-one"],
        ["line 1"],
    )


def test_lm801_an_empty_id(folder: Folder) -> None:
    said = folder.cards("- id:\n  ask: x\n  answer: y\n  source: book\n")

    problem = (
        "1:3 error LM801 the `id` of this card is empty, so it cannot be scheduled (delete `id:`"
        " but keep the dash in front of it, and run `learnms fix`)"
    )
    assert said == Outcome([problem], ["good-one"], ["line 1"])


def test_lm801_is_one_finding_for_all_cards_of_a_file(folder: Folder) -> None:
    cards = "".join(
        f"- ask: Question {number}?\n  answer: y\n  source: book §1\n" for number in range(19)
    )

    said = folder.cards(cards)

    assert said.problems == [
        "1:3 error LM801 19 cards have no `id`, so they cannot be scheduled (run `learnms fix"
        " deck.yaml`)"
    ]
    assert len(said.drafts) == 19


@pytest.mark.parametrize(
    ("ident", "near"),
    [
        ("Bad Id", "bad-id"),
        ("ab", ""),
        ("-abc", "abc"),
        ("under_score", "under-score"),
        ("a" * 65, ""),
        ("ümlaut", "umlaut"),
    ],
)
def test_lm802_a_malformed_id_makes_a_draft(folder: Folder, ident: str, near: str) -> None:
    said = folder.cards(card(ident))
    lead = f"write `{near}`:" if near else "use"

    assert said == Outcome(
        [
            f"1:7 error LM802 the id `{ident}` is malformed ({lead} 3 to 64 lowercase letters,"
            " digits and hyphens)"
        ],
        ["good-one"],
        ["line 1"],
    )


@pytest.mark.parametrize("ident", ["abc", "0-9", "a" * 64, "2026", "1.10".replace(".", "-"), "yes"])
def test_an_id_is_text_whatever_it_looks_like(folder: Folder, ident: str) -> None:
    assert folder.cards(card(ident)) == Outcome([], [ident, "good-one"], [])


def test_lm803_an_id_twice_in_a_file_studies_the_first(folder: Folder) -> None:
    said = folder.cards(card("same-id") + card("same-id") + card("same-id"))

    rest = "the id `same-id` is used twice: it is also on line 7 (give this one another id, such as"
    assert said == Outcome(
        [f"5:7 error LM803 {rest} `same-id-2`)", f"9:7 error LM803 {rest} `same-id-3`)"],
        ["same-id", "good-one"],
        [],
    )


def test_the_remedies_for_an_id_used_twice_leave_no_problem(folder: Folder) -> None:
    others = card("same-id") + card("same-id-2")

    (problem,) = folder.cards(others + card("same-id")).problems
    free = problem.split("`")[3]

    assert folder.cards(others + card(free)) == Outcome(
        [], ["same-id", "same-id-2", free, "good-one"], []
    )


def test_lm803_a_first_use_that_is_broken_lets_no_second_one_in(folder: Folder) -> None:
    said = folder.cards("- id: same-id\n  ask: x\n  source: book\n" + card("same-id"))

    assert [problem.split()[2] for problem in said.problems] == ["LM201", "LM803"]
    assert said.studied == ["good-one"]


def test_lm803_an_id_in_two_files(folder: Folder) -> None:
    folder.write("a.yaml", head("deck-a") + card("card-one") + card("same-id"))
    folder.write("b.yaml", head("deck-b") + card("same-id"))

    said = outcome(folder.check("b.yaml", "a.yaml"))

    problem = (
        "7:7 error LM803 the id `same-id` is used twice: it is also in a.yaml:11 (give this one"
        " another id, such as `same-id-2`)"
    )
    assert said.problems == [problem]


def test_lm803_a_deck_id_in_two_files(folder: Folder) -> None:
    folder.write("a.yaml", HEAD + card("card-one"))
    folder.write("b.yaml", HEAD + card("card-two"))

    assert outcome(folder.check("a.yaml", "b.yaml")).problems == [
        "2:5 error LM803 the deck id `ward` is used twice: it is also in a.yaml (give this deck"
        " another `id`)"
    ]


def test_cases_and_their_parts_share_the_ids_of_cards(folder: Folder) -> None:
    part = "{id: good-one, ask: q, right: a, wrong: [b]}"
    text = (
        f"{HEAD}{GOOD}cases:\n- {{id: case-one, title: T, story: S, source: book, parts:"
        f" [{part}]}}\n"
    )

    assert [problem.split()[2] for problem in outcome(folder.deck(text)).problems] == ["LM803"]


def test_lm804_a_bare_blank_makes_a_draft(folder: Folder) -> None:
    said = folder.cards(
        "- id: one-card\n  cloze: Give {{600 mg::dose}} every {{c1::24 weeks}} or {{dose::x}}\n "
        " source: book\n"
    )

    rest = (
        "error LM804 a blank has no name, so it cannot be scheduled (run `learnms fix`, or write"
        " {{c1::…}})"
    )
    assert said == Outcome([f"2:15 {rest}", f"2:58 {rest}"], ["good-one"], ["one-card"])


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("|\n    Give it\n\n    and {{600 mg}} now", "5:9"),
        (">-\n    Give it\n    and {{600 mg}} now", "4:9"),
        ("Give it\n    and  then {{600 mg}} now", "3:15"),
        ('"Give\\t{{600 mg}}"', "2:10"),
        ("'it''s {{600 mg}}'", "2:10"),
    ],
)
def test_lm804_in_a_text_of_several_lines_or_with_escapes(
    folder: Folder, written: str, place: str
) -> None:
    said = folder.cards(f"- id: one-card\n  cloze: {written}\n  source: book\n")

    assert [problem.split()[:3] for problem in said.problems] == [[place, "error", "LM804"]]


@pytest.mark.parametrize(
    ("written", "slip", "meant"),
    [
        ("C1::600 mg", "C1", "c1"),
        (" C12 ::600 mg::dose", "C12", "c12"),
        ("c 1::600 mg", "c 1", "c1"),
        ("c_1::600 mg", "c_1", "c1"),
        ("c1:600 mg", "c1:", "c1::"),
        ("C1:600 mg::dose", "C1:", "c1::"),
    ],
)
def test_lm804_a_name_that_is_nearly_one_does_not_give_the_answer_away(
    folder: Folder, written: str, slip: str, meant: str
) -> None:
    checked = folder.deck(
        HEAD + f"- id: one-card\n  cloze: Give {{{{{written}}}}} now\n  source: book\n"
    )
    (problem,) = outcome(checked, 6).problems
    (one,) = checked.loaded[0].read.deck.cards  # type: ignore[union-attr]
    (_, ask), *_ = one.forms[0].compiled.asks

    fix = (
        f"did you mean `{meant}`? If `{slip}` is part of the hidden text, write {{{{c1::{slip}…}}}}"
    )
    assert problem == f"2:15 error LM804 `{slip}` is not the name of a blank ({fix})"
    assert one.is_draft
    assert ask.prompt in ("Give […] now", "Give [… dose] now")
    assert getattr(ask.response, "answer", None) == "600 mg"


def test_lm804_a_name_that_is_nearly_one_under_also_and_in_a_case(folder: Folder) -> None:
    also = folder.cards(
        "- {id: one-card, ask: x, answer: y, also: [{cloze: 'it is {{C1::y}}'}], source: book}\n"
    )
    case = PART.replace(
        "ask: q, right: a, wrong: [b], tests: [good-one, nope, good-one#c1]",
        "cloze: 'it is {{C1::y}}', typed: yes",
    )

    assert [problem.split()[2] for problem in also.problems] == ["LM804"]
    assert [
        problem.split()[2]
        for problem in outcome(folder.deck(HEAD + GOOD + CASE.replace(PART, case))).problems
    ] == ["LM804"]


@pytest.mark.parametrize(
    "written", ["C5 inhibitor::protein", "C5", "c5 C9", "cc1::x", "1::x", "c1 and c2::x"]
)
def test_a_blank_may_hide_what_looks_like_a_name(folder: Folder, written: str) -> None:
    (problem,) = folder.cards(
        f"- id: one-card\n  cloze: Give {{{{{written}}}}} now\n  source: book\n"
    ).problems

    assert "LM804 a blank has no name" in problem


def test_a_bare_blank_under_also_makes_no_part_and_is_no_finding(folder: Folder) -> None:
    assert (
        folder.cards(
            "- {id: one-card, ask: x, answer: y, also: [{cloze: 'it is {{y}}'}], source: book}\n"
        ).problems
        == []
    )


def test_a_part_that_only_a_bare_blank_could_have_is_not_told_twice(folder: Folder) -> None:
    said = folder.cards(
        "- {id: one-card, cloze: 'it is {{y}}', also: [{ask: q, answer: y, part: c1}], source:"
        " book}\n"
    )

    assert [problem.split()[2] for problem in said.problems] == ["LM804"]


def test_lm805_was_in_a_circle(folder: Folder) -> None:
    said = folder.cards(
        card("card-a", "was: card-b")
        + card("card-b", "was: [old-one, card-a]")
        + card("card-c", "was: card-c")
    )

    assert said.problems == [
        "4:8 error LM805 `was: card-b` is circular: it leads back to `card-a` (remove one of the"
        " `was` fields)",
        "9:18 error LM805 `was: card-a` is circular: it leads back to `card-b` (remove one of"
        " the `was` fields)",
        "14:8 error LM805 `was: card-c` is circular: it leads back to `card-c` (remove one of"
        " the `was` fields)",
    ]
    assert said.studied == ["card-a", "card-b", "card-c", "good-one"]


def test_lm806_was_names_a_living_card(folder: Folder) -> None:
    said = folder.cards(card("card-a", "was: [gone-one, good-one]"))

    assert said.problems == [
        "4:19 error LM806 `was` names `good-one`, which still exists: deck.yaml:12 (remove `was`,"
        " or the other card)"
    ]


def test_was_may_name_a_part_that_a_living_card_has_no_more(folder: Folder) -> None:
    left = "- {id: old-card, cloze: 'a {{c1::b}}', source: book}\n"

    assert folder.cards(left + card("card-a", "was: old-card#c2")).problems == []
    assert [
        problem.split()[2]
        for problem in folder.cards(left + card("card-a", "was: old-card#c1")).problems
    ] == ["LM806"]


PARTS = "- {{id: {}, cloze: 'a {{{{{}::b}}}} {{{{{}::d}}}}', was: {}, source: book}}\n"


@pytest.mark.parametrize(
    ("was", "what", "fix"),
    [
        (
            "Bad Id",
            "`Bad Id` cannot be the id of a card",
            "write the old id: 3 to 64 lowercase letters, digits and hyphens",
        ),
        (
            "'#c1'",
            "`#c1` cannot be the id of a card",
            "write the old id: 3 to 64 lowercase letters, digits and hyphens",
        ),
        (
            "old-card#2",
            "`old-card#2` cannot name a part of a card",
            (
                "write `was: old-card` for the whole card, or name a part: `old-card#c1`,"
                " `old-card#rev`"
            ),
        ),
        (
            "'old-card#'",
            "`old-card#` cannot name a part of a card",
            (
                "write `was: old-card` for the whole card, or name a part: `old-card#c1`,"
                " `old-card#rev`"
            ),
        ),
    ],
)
def test_lm809_was_names_what_no_card_can_have_been(
    folder: Folder, was: str, what: str, fix: str
) -> None:
    said = folder.cards(card("card-a", f"was: {was}"))

    assert said == Outcome([f"4:8 error LM809 {what} ({fix})"], ["card-a", "good-one"], [])


def test_lm809_at_the_entry_of_a_list(folder: Folder) -> None:
    assert [
        problem.split()[0]
        for problem in folder.cards(
            card("card-a", "was: [old-card, Old_Card, old-card#c12, old-card#rev]")
        ).problems
    ] == ["4:19"]


def test_lm809_one_part_is_handed_to_a_card_of_several(folder: Folder) -> None:
    said = folder.cards(PARTS.format("card-a", "c1", "c2", "old-card#c2"))

    message = "`was: old-card#c2` hands one part to a card's only part, but this card has 2 parts"
    fix = (
        "write `was: old-card`, which hands over the parts with the same names, or move the part"
        " to its own card"
    )
    assert said.problems == [f"1:53 error LM809 {message} ({fix})"]


@pytest.mark.parametrize(
    ("first", "second", "what"),
    [
        (card("card-a", "was: old-card"), card("card-b", "was: old-card"), "`old-card`"),
        (
            card("card-a", "was: [one-old, old-card]"),
            card("card-b", "was: [old-card, two-old]"),
            "`old-card`",
        ),
        (
            card("card-a", "was: old-card#c1"),
            card("card-b", "was: old-card#c1"),
            "`c1` of `old-card`",
        ),
        (
            card("card-a", "was: old-card#c2"),
            PARTS.format("card-b", "c1", "c2", "old-card"),
            "`c2` of `old-card`",
        ),
        (
            PARTS.format("card-a", "c1", "c2", "old-card"),
            PARTS.format("card-b", "c2", "c1", "old-card"),
            "`c1` and `c2` of `old-card`",
        ),
    ],
)
def test_lm809_two_cards_claim_one_history(
    folder: Folder, first: str, second: str, what: str
) -> None:
    (problem,) = folder.cards(first + second).problems

    line = problem.split(":")[0]
    message = f"{what} is claimed twice: `card-a` in deck.yaml:7 already has the history"
    assert problem.split(" ", 1)[1] == (
        f"error LM809 {message} (keep `was` on the card that asks the same question as the old one)"
    )
    assert int(line) > first.count("\n")


def test_lm809_two_cards_of_two_files_claim_one_history(folder: Folder) -> None:
    folder.write("a.yaml", head("deck-a") + card("card-a", "was: old-card"))
    folder.write("b.yaml", head("deck-b") + card("card-b", "was: old-card"))

    (problem,) = outcome(folder.check("b.yaml", "a.yaml")).problems

    assert "`card-a` in a.yaml:7 already has the history" in problem


def test_two_cards_may_share_the_parts_of_one_that_was_split(folder: Folder) -> None:
    blanks = "- {{id: {}, cloze: 'a {{{{{}::b}}}}', was: {}, source: book}}\n"

    assert (
        folder.cards(
            blanks.format("card-a", "c1", "old-card") + blanks.format("card-b", "c2", "old-card")
        ).problems
        == []
    )
    assert (
        folder.cards(
            blanks.format("card-a", "c1", "old-card#c1")
            + blanks.format("card-b", "c1", "old-card#c2")
        ).problems
        == []
    )
    assert (
        folder.cards(
            PARTS.format("card-a", "c1", "c3", "old-card") + card("card-b", "was: old-card#c2")
        ).problems
        == []
    )
    assert folder.cards(card("card-a", "was: [one-old, two-old]")).problems == []


def test_an_id_that_is_used_twice_claims_no_history_twice(folder: Folder) -> None:
    twice = folder.cards(card("card-a", "was: old-card") + card("card-a", "was: old-card"))

    assert [problem.split()[2] for problem in twice.problems] == ["LM803"]


PART = "{id: part-one, ask: q, right: a, wrong: [b], tests: [good-one, nope, good-one#c1]}"
CASE = f"cases:\n- id: case-one\n  title: T\n  story: S\n  source: book\n  parts:\n  - {PART}\n"


def test_lm807_tests_in_one_file_may_be_about_cards_of_another(folder: Folder) -> None:
    said = outcome(folder.deck(HEAD + GOOD + CASE))

    assert said.problems == [
        (
            "17:68 info LM807 `tests` names nope, but no card in this file has the id `nope` (write"
            " the id of a card, or one with a part such as `my-card#c1`)"
        ),
        (
            "17:74 error LM807 `tests` names good-one#c1, but card `good-one` has no part `c1`"
            " (write the id of a card, or one with a part such as `my-card#c1`)"
        ),
    ]


def test_lm807_tests_are_looked_up_among_all_files_given(folder: Folder) -> None:
    folder.write("a.yaml", HEAD + GOOD + CASE)
    folder.write("b.yaml", head("deck-b") + card("card-one"))
    folder.write("c.yaml", head("deck-c") + card("nope"))

    part = (
        "17:74 error LM807 `tests` names good-one#c1, but card `good-one` has no part `c1` (write"
        " the id of a card, or one with a part such as `my-card#c1`)"
    )

    assert outcome(folder.check("a.yaml", "b.yaml")).problems == [
        (
            "17:68 error LM807 `tests` names nope, but no card in the files given has the id `nope`"
            " (write the id of a card, or one with a part such as `my-card#c1`)"
        ),
        part,
    ]
    assert outcome(folder.check("c.yaml", "a.yaml", "b.yaml")).problems == [part]


def test_lm807_tests_in_any_of_several_files_name_cards_and_their_parts(folder: Folder) -> None:
    folder.write(
        "a.yaml", HEAD + GOOD + "- {id: two-facts, cloze: 'a {{c1::b}} {{c2::d}}', source: book}\n"
    )
    folder.write(
        "b.yaml",
        head("deck-b")
        + card("card-one")
        + CASE.replace(
            "[good-one, nope, good-one#c1]", "[good-one, two-facts#c2, two-facts, case-one]"
        ),
    )
    folder.write(
        "c.yaml",
        head("deck-c")
        + CASE.replace("case-one", "case-two")
        .replace("part-one", "part-two")
        .replace("[good-one, nope, good-one#c1]", "two-facts#c3"),
    )

    together, alone = (
        outcome(folder.check("a.yaml", "b.yaml", "c.yaml")).problems,
        outcome(folder.check("b.yaml")).problems,
    )

    assert together == [
        (
            "17:93 error LM807 `tests` names case-one, but no card in the files given has the id"
            " `case-one` (did you mean `card-one`?)"
        ),
        (
            "13:57 error LM807 `tests` names two-facts#c3, but card `two-facts` has no part `c3`"
            " (write the id of a card, or one with a part such as `my-card#c1`)"
        ),
    ]
    assert [problem.split()[1:3] for problem in alone] == [["info", "LM807"]] * 4


def test_lm807_a_card_that_cannot_be_studied_is_still_there(folder: Folder) -> None:
    broken = "- id: one-card\n  cloze: 'no blank'\n  source: book\n"

    said = outcome(
        folder.deck(
            HEAD + broken + CASE.replace("[good-one, nope, good-one#c1]", "[one-card, one-card#c1]")
        )
    )

    assert [problem.split()[2] for problem in said.problems] == ["LM203"]


def test_lm808_a_deck_without_an_id_is_called_by_its_file(folder: Folder) -> None:
    checked = folder.deck("deck: D\ncards: []\n")

    assert outcome(checked).problems == [
        "1:1 error LM808 the deck has no `id`, so the file name is used until it has one (run"
        " `learnms fix deck.yaml`, or write `id:` below the title)"
    ]
    assert [one.read.deck.id for one in checked.loaded if one.read] == ["deck"]


def test_lm802_a_deck_with_a_malformed_id(folder: Folder) -> None:
    checked = folder.deck("deck: D\nid: My Deck\ncards: []\n")

    assert outcome(checked).problems == [
        "2:5 error LM802 the id `My Deck` is malformed (write `my-deck`: 3 to 64 lowercase letters,"
        " digits and hyphens)"
    ]
    assert [one.read.deck.id for one in checked.loaded if one.read] == ["deck"]
