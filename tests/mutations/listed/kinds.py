"""Mutations of the question kinds: scoring, numbers, blanks, the order of options."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

SCORE, NUMBER = "learnms/kinds/score.py", "learnms/kinds/number_input.py"
PRESENT, CLOZE = "learnms/kinds/present.py", "learnms/kinds/cloze.py"

MUTATIONS = (
    Mutation(
        "points-below-zero",
        Edit(SCORE, "points = max(0, right - wrong)", "points = right - wrong"),
        (
            "tests/kinds/test_score.py::test_select_all_is_right_picks_less_wrong_picks_and_never_below_zero",
        ),
        "one bad question takes points away from good ones",
    ),
    Mutation(
        "part-of-the-key-is-all-of-it",
        Edit(SCORE, "int(chosen == keyed)", "int(chosen <= keyed)"),
        (
            "tests/kinds/test_score.py::test_all_or_nothing_takes_no_part_of_the_answer_and_nothing_beside_it",
        ),
        "an empty answer to an all-or-nothing question is right",
    ),
    Mutation(
        "every-box-of-a-matrix-row-is-right",
        Edit("learnms/kinds/matrix.py", '"each" if is_single else "plus-minus"', '"each"'),
        ("tests/decks/test_compiled.py::test_a_matrix_of_any_columns_a_row",),
        "ticking a whole row of a matrix is a full score",
    ),
    Mutation(
        "reasons-score-without-the-anchor",
        Edit(SCORE, "points = sum(reasons) if anchor else 0", "points = sum(reasons)"),
        (
            "tests/kinds/test_score_groups.py::test_a_rationale_is_a_point_for_each_reason_behind_a_right_anchor",
        ),
        "a right reason for the wrong finding earns points, as on no NCLEX",
    ),
    Mutation(
        "unsafe-only-if-picked-alone",
        Edit(
            SCORE,
            "group.options[i].unsafe for group",
            "group.options[i].unsafe and len(picked) == 1 for group",
        ),
        ("tests/kinds/test_score.py::test_a_harmful_pick_is_unsafe_whatever_is_picked_beside_it",),
        "a harmful choice among good ones is not called unsafe",
    ),
    Mutation(
        "too-low-a-number-is-right",
        Edit(
            SCORE,
            "near = abs(typed.value - Decimal(question.accepted[1]))",
            "near = (typed.value - Decimal(question.accepted[1]))",
        ),
        ("tests/kinds/test_score.py::test_within_is_counted_from_the_rounded_key",),
        "every dose below the right one is accepted",
    ),
    Mutation(
        "wrong-unit-accepted",
        Edit(
            SCORE,
            "if typed.unit and number.units and not is_known:",
            "if typed.unit and not number.units:",
        ),
        (
            "tests/kinds/test_score.py::test_the_right_number_with_a_wrong_unit_is_told_apart_and_scores_nothing",
        ),
        "600 mcg passes for 600 mg",
    ),
    Mutation(
        "the-same-blank-shown-elsewhere",
        Edit(
            CLOZE,
            "return blank is asked or (blank.name is not None and blank.name == asked.name)",
            "return blank is asked",
        ),
        (
            "tests/decks/test_compiled.py::test_a_blank_is_hidden_wherever_its_name_stands_and_the_others_are_shown",
        ),
        "the sentence gives its own answer away further on",
    ),
    Mutation(
        "steps-shown-in-order",
        Edit(
            PRESENT,
            "while count > 1 and indices == sorted(indices):",
            "for _ in range(min(1, count - 1)):",
        ),
        ("tests/kinds/test_present.py::test_steps_are_never_shown_in_the_right_order",),
        "now and then the steps stand there already in the right order",
    ),
    Mutation(
        "half-rounds-to-even",
        Edit(
            "learnms/kinds/expression.py",
            "    ROUND_HALF_UP,\n",
            "    ROUND_HALF_EVEN as ROUND_HALF_UP,\n",
        ),
        ("tests/kinds/test_expression.py::test_halves_are_rounded_up_as_nurses_round",),
        "2.5 mL rounds to 2 mL, which no nurse was taught",
    ),
    Mutation(
        "picks-logged-in-deck-order",
        Edit(SCORE, "sorted(order.index(i) for i in picks)", "sorted(picks)"),
        ("tests/kinds/test_answer.py::test_it_comes_back_from_the_log",),
        "the history shows options that the learner never picked",
    ),
    Mutation(
        "short-words-one-letter-off",
        Edit(SCORE, "    if len(right) < _LONG_WORD:\n        return False\n", ""),
        ("tests/kinds/test_score.py::test_one_other_letter_makes_of_a_short_word_another_word",),
        "IgM is called almost IgG",
    ),
)
