"""`fix`: one added line and one moved dash for each card, and nothing else."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from learnms.decks.fix import Fixed, fix, id_stem, known_ids, write_fixed
from learnms.errors import LearnmsError
from learnms.paths import DeckFile
from learnms.syntax.source import source_of
from tests.factories.deck_files import Folder

HEAD = "deck: Ward\nid: ward\n"
TAIL = re.compile(r"-[a-z2-9]{4}\b")


def fixed(text: str, taken: set[str] | None = None) -> Fixed:
    source, _ = source_of(text, "deck.yaml")
    assert source is not None
    return fix(source, taken)


def after(text: str) -> str:
    """The fixed text, the four characters behind the stem written as XXXX."""
    result = fixed(text)
    assert result.problem is None
    return TAIL.sub("-XXXX", result.text)


def test_a_block_card_gets_one_line_and_its_dash_moves() -> None:
    text = f"{HEAD}cards:\n  - ask: What is x?\n    answer: y\n"

    assert (
        after(text) == f"{HEAD}cards:\n  - id: what-is-x-XXXX\n    ask: What is x?\n    answer: y\n"
    )


def test_a_flow_card_gets_its_id_inside_its_braces() -> None:
    text = (
        f'{HEAD}cards:\n- {{ask: "Der Wirkstoff?", answer: y}}\n- {{ cloze: "a {{{{c1::b}}}}" }}\n'
    )

    assert (
        after(text)
        == f'{HEAD}cards:\n- {{id: der-wirkstoff-XXXX, ask: "Der Wirkstoff?", answer: y}}\n- {{ id:'
        ' a-b-XXXX, cloze: "a {{c1::b}}" }\n'
    )


def test_a_deck_written_as_json_stays_json() -> None:
    text = '{"deck": "Ward", "cards": [{"ask": "Which protein?", "answer": "CD20"}]}\n'

    assert (
        after(text)
        == '{"deck": "Ward", "id": "ward-XXXX", "cards": [{"id": "which-protein-XXXX", "ask":'
        ' "Which protein?", "answer": "CD20"}]}\n'
    )


def test_comments_quotes_order_and_line_ends_stay() -> None:
    text = (
        "# head\r\ndeck: 'It''s a clinic'   # title\r\ncards:   # all\r\n\r\n  # one\r\n"
        '  -   ask:   "Which\\u0020protein?"  # q\r\n      answer: CD20\r\n# end'
    )

    assert (
        after(text)
        == "# head\r\ndeck: 'It''s a clinic'   # title\r\nid: its-a-clinic-XXXX\r\ncards:   #"
        " all\r\n\r\n  # one\r\n  -   id: which-protein-XXXX\r\n      ask:  "
        ' "Which\\u0020protein?"  # q\r\n      answer: CD20\r\n# end'
    )


def test_a_file_without_a_last_line_end() -> None:
    assert after("cards: []\ndeck: My clinic") == "cards: []\ndeck: My clinic\nid: my-clinic-XXXX"


def test_a_card_that_begins_below_its_dash() -> None:
    assert (
        after(f"{HEAD}cards:\n-\n  # note\n  ask: Which protein?\n  answer: y\n")
        == f"{HEAD}cards:\n-\n  # note\n  id: which-protein-XXXX\n  ask: Which protein?\n "
        " answer: y\n"
    )


def test_cases_and_their_parts_get_ids() -> None:
    text = (
        f"{HEAD}cases:\n- title: The first infusion\n  story: s\n  parts:\n  - ask: Which findings"
        " matter?\n    right: a\n    wrong: [b]\n"
    )

    result = fixed(text)

    assert [TAIL.sub("", str(change)) for change in result.changes] == [
        "4: case id first-infusion",
        "7: part id findings-matter",
    ]
    assert TAIL.sub("-XXXX", result.text).count("id: findings-matter-XXXX") == 1


@pytest.mark.parametrize("ident", ["Bad Id", "ab", "", '""', "same-id"])
def test_an_id_that_is_there_is_never_touched(ident: str) -> None:
    text = (
        f"{HEAD}cards:\n- id: same-id\n  ask: x\n  answer: y\n- id: {ident}\n  ask: x\n  answer:"
        " y\n- Id: mistyped\n  ask: x\n  answer: y\n"
    )

    assert fixed(text) == Fixed(text)


def test_bare_blanks_are_numbered_above_the_highest_of_their_card() -> None:
    cards = (
        "- {id: card-one, cloze: 'a {{b}} {{c7::d}} {{e::hint}} {{dose::f}}'}\n- {id: card-two,"
        " cloze: 'a {{b}}'}\n"
    )

    result = fixed(f"{HEAD}cards:\n{cards}")

    numbered = (
        "- {id: card-one, cloze: 'a {{c8::b}} {{c7::d}} {{c9::e::hint}} {{c10::dose::f}}'}\n- {id:"
        " card-two, cloze: 'a {{c1::b}}'}\n"
    )
    assert result.text == f"{HEAD}cards:\n{numbered}"
    assert [str(change) for change in result.changes] == [
        "4: blank c8",
        "4: blank c9",
        "4: blank c10",
        "5: blank c1",
    ]


@pytest.mark.parametrize(
    ("written", "numbered"),
    [
        ("give {{600 mg}}", "give {{c1::600 mg}}"),
        ("'it''s {{600 mg}}'", "'it''s {{c1::600 mg}}'"),
        ('"\\u0041\\t{{600 mg}}"', '"\\u0041\\t{{c1::600 mg}}"'),
        ("|\n    give\n    {{600 mg}}", "|\n    give\n    {{c1::600 mg}}"),
        (
            ">- # {{no blank}}\n    give\n    {{600\n    mg}}",
            ">- # {{no blank}}\n    give\n    {{c1::600\n    mg}}",
        ),
        ("give\n    {{600 mg}} or {{c3::x}}", "give\n    {{c4::600 mg}} or {{c3::x}}"),
        (r"'\{{shown}} {{600 mg}}'", r"'\{{shown}} {{c1::600 mg}}'"),
    ],
)
def test_blanks_are_numbered_in_every_style_of_text(written: str, numbered: str) -> None:
    assert (
        fixed(f"{HEAD}cards:\n- id: one-card\n  cloze: {written}\n").text
        == f"{HEAD}cards:\n- id: one-card\n  cloze: {numbered}\n"
    )


def test_blanks_under_also_make_no_part_and_get_no_number() -> None:
    text = (
        f"{HEAD}cards:\n- {{id: one-card, ask: x, answer: y, also: [{{cloze: 'a {{{{b}}}}'}}]}}\n"
    )

    assert fixed(text) == Fixed(text)


def test_broken_braces_are_left_to_their_author() -> None:
    text = f"{HEAD}cards:\n- {{id: one-card, cloze: 'a {{{{b}}}} {{{{c'}}\n"

    assert fixed(text) == Fixed(text)


@pytest.mark.parametrize(
    "text",
    [
        "deck: D\ncards:\n- ask: x\n answer: y\n",
        "deck: D\n---\ncards: []\n",
        "deck: D\ncards: [\n",
        "deck: \x07\ncards:\n- ask: x\n",
    ],
)
def test_a_file_that_does_not_parse_is_left_alone_with_a_sentence(text: str) -> None:
    result = fixed(text)

    assert result.changes == ()
    assert (
        result.problem
        == "No ids were written, because parts of the file cannot be read. Run `learnms check`"
        " first."
    )


@pytest.mark.parametrize("text", ["- a list\n", "text\n"])
def test_a_file_that_is_no_deck_is_left_alone(text: str) -> None:
    assert fixed(text) == Fixed(text, (), ("The file was not changed, because it is not a deck.",))


@pytest.mark.parametrize(
    ("card", "problem"),
    [
        ("ask: x", "Line 4: no card id was inserted, because it is unclear where it goes."),
        ("{}", "Line 4: no card id was inserted, because it is unclear where it goes."),
        (
            'cloze: "a \\x7b{b}}"',
            "Line 4: no card id was inserted, because it is unclear where it goes.",
        ),
    ],
)
def test_a_card_whose_place_is_unclear_is_left_alone(card: str, problem: str) -> None:
    result = fixed(f"{HEAD}cards: [\n{card}\n]\n")

    assert (result.changes, result.left_alone[0]) == ((), problem)


def test_a_name_that_is_nearly_one_is_left_to_its_author() -> None:
    result = fixed(
        f"{HEAD}cards:\n- id: one-card\n  cloze: Give {{{{C1::600 mg}}}} every {{{{24 weeks}}}}\n"
    )

    remedy = "did you mean `c1`? If `C1` is part of the hidden text, write {{c1::C1…}}."
    assert result.left_alone == (
        f"Line 5: `C1` is not the name of a blank. It was not changed: {remedy}",
    )
    assert result.text.endswith("cloze: Give {{C1::600 mg}} every {{c2::24 weeks}}\n")


def test_blanks_whose_braces_are_escaped_are_left_alone() -> None:
    result = fixed(f'{HEAD}cards:\n- {{id: one-card, cloze: "a \\x7b{{b}}}} {{{{c}}}}"}}\n')

    assert result.changes == ()
    assert (
        result.problem
        == "Line 4: the blanks were not named, because it is unclear where they are: write"
        " {{c1::…}} by hand."
    )


@pytest.mark.parametrize("inserted", [" ", "\n  explain: more\n"], ids=["broken", "more"])
def test_an_insertion_that_would_change_the_data_leaves_the_file_alone(
    monkeypatch: pytest.MonkeyPatch, inserted: str
) -> None:
    monkeypatch.setattr("learnms.decks.fix.break_at", lambda *_: inserted)
    text = f"{HEAD}cards:\n- ask: What is it?\n  answer: y\n"

    result = fixed(text)

    assert (result.text, result.changes) == (text, ())
    assert (
        result.problem
        == "The file was not changed, because it is unclear where its fields are. Add the ids by"
        " hand."
    )


def test_signs_that_decks_do_not_have_are_no_hindrance() -> None:
    text = f"{HEAD}cards:\n- &a\n  ask: What is it?\n  answer: y\n- ? ask\n  : x\n"

    result = fixed(text)

    assert TAIL.sub("-XXXX", result.text) == text.replace(
        "  ask: What", "  id: what-is-it-XXXX\n  ask: What"
    )
    assert result.problem is None


def test_a_deck_without_a_title_gets_no_id() -> None:
    assert (
        fixed("cards: []\n").problem
        == "No deck id was added, because there is no one-line title to derive it from."
    )


def test_no_id_is_given_twice() -> None:
    cards = "".join("- ask: The same question?\n  answer: y\n" for _ in range(200))
    taken = {"ward"}

    idents = re.findall(r"id: (same-question-\S+)", fixed(f"{HEAD}cards:\n{cards}", taken).text)
    again = re.findall(r"id: (same-question-\S+)", fixed(f"{HEAD}cards:\n{cards}", taken).text)

    assert len(set(idents + again)) == 400
    assert set(idents) < taken


def test_ids_in_use_elsewhere_are_known(folder: Folder) -> None:
    folder.write(
        "a.yaml",
        f"{HEAD}cards:\n- {{id: card-one, was: [old-one, older-one#c2], ask: x, answer: y}}\n",
    )
    folder.write("b.yaml", "cards: [\n")

    assert known_ids(
        [
            DeckFile(str(folder.root / name), name, named=True)
            for name in ("a.yaml", "b.yaml", "gone.yaml")
        ]
    ) == {"ward", "card-one", "old-one", "older-one"}


@pytest.mark.parametrize(
    ("question", "stem"),
    [
        ("Which drug is given before the infusion?", "drug-given-infusion"),
        ("What is x?", "what-is-x"),
        ("Über die Café-Dosis", "uber-die-cafe-dosis"),
        (
            "Maintenance is {{c1::600 mg::dose}} every {{24 weeks}}.",
            "maintenance-600-mg-every-24-weeks",
        ),
        ("薬は何ですか", ""),
        ("x" * 60, "x" * 40),
        (
            "one extraordinarily long questionnaire about hypersensitivity",
            "extraordinarily-long-questionnaire",
        ),
        ("Don't you know", "dont-know"),
    ],
)
def test_the_stem_is_readable(question: str, stem: str) -> None:
    assert id_stem(question) == stem


def test_a_question_without_latin_letters_falls_back_on_the_kind_of_thing() -> None:
    assert (
        TAIL.sub("-XXXX", fixed(f"{HEAD}cards:\n- ask: 薬は何ですか\n  answer: y\n").text).split(
            "\n"
        )[3]
        == "- id: card-XXXX"
    )


def test_the_same_file_gets_the_same_ids_and_another_card_another_one() -> None:
    text = f"{HEAD}cards:\n- ask: Which dose?\n  answer: y\n- ask: Which dose?\n  answer: z\n"

    first, second = fixed(text), fixed(text)

    assert first == second
    assert len({change.new for change in first.changes}) == 2


def test_an_id_does_not_depend_on_the_other_cards() -> None:
    (alone,) = fixed(f"{HEAD}cards:\n- ask: Which dose?\n  answer: y\n").changes

    _, behind = fixed(
        f"{HEAD}cards:\n- ask: Which route?\n  answer: y\n- ask: Which dose?\n  answer: y\n"
    ).changes

    assert behind.new == alone.new


def test_spaces_that_were_pasted_are_replaced_and_those_in_texts_stay() -> None:
    text = (
        f"{HEAD}cards:\n- id: one-card\n\u00a0\u00a0ask:\u00a0Give 600\u00a0mg?\n  type:"
        " [hepa\u00adtitis]\n\u200b  source:\u202fbook\n"
    )

    result = fixed(text)

    assert (
        result.text
        == f"{HEAD}cards:\n- id: one-card\n  ask: Give 600\u00a0mg?\n  type: [hepatitis]\n  source:"
        " book\n"
    )
    assert [str(change) for change in result.changes] == [
        "5: spaces replaced in `ask: Give 600\u00a0mg?`",
        "6: spaces replaced in `type: [hepatitis]`",
        "7: spaces replaced in `source: book`",
    ]
    assert fixed(result.text) == Fixed(result.text)


def test_spaces_and_ids_are_mended_in_one_run() -> None:
    result = fixed(f"{HEAD}cards:\r\n-\u00a0ask: Which route?\r\n\u00a0 answer: y\r\n")

    assert (
        TAIL.sub("-XXXX", result.text)
        == f"{HEAD}cards:\r\n- id: which-route-XXXX\r\n  ask: Which route?\r\n  answer: y\r\n"
    )


def test_spaces_are_replaced_where_the_file_cannot_be_read_for_another_reason() -> None:
    result = fixed(f"{HEAD}cards:\n- id: one-card\n\u00a0 ask: x\x0b\n  answer: y\n")

    assert result.text == f"{HEAD}cards:\n- id: one-card\n  ask: x\x0b\n  answer: y\n"
    assert (
        result.problem
        == "No ids were written, because parts of the file cannot be read. Run `learnms check`"
        " first."
    )


def test_writing_keeps_permissions_links_marks_and_line_ends(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "link.yaml"
    real.write_bytes(b"\xef\xbb\xbfold")
    real.chmod(0o640)
    link.symlink_to(real)

    write_fixed(link, "deck: µ\r\n")

    assert real.read_bytes() == b"\xef\xbb\xbfdeck: \xc2\xb5\r\n"
    assert real.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "real.yaml"]


def test_writing_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text("old", "utf-8")
    monkeypatch.setattr(
        os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )

    with pytest.raises(LearnmsError, match="No space left on device"):
        write_fixed(path, "new")

    assert path.read_text("utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_a_file_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(LearnmsError, match="cannot be written"):
        write_fixed(tmp_path / "gone.yaml", "new")
