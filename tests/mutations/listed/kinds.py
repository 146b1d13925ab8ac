"""Mutations of the question kinds: scoring, numbers, blanks, the order of options."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

SCORE, NUMBER = "learnms/kinds/score.py", "learnms/kinds/number_input.py"
PRESENT, CLOZE = "learnms/kinds/present.py", "learnms/kinds/cloze.py"

MUTATIONS = (
    Mutation(
        "points-below-zero",
        Edit(SCORE, "points = max(0, right - wrong)", "points = right - wrong"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "one bad question takes points away from good ones",
    ),
    Mutation(
        "part-of-the-key-is-all-of-it",
        Edit(SCORE, "int(chosen == keyed)", "int(chosen <= keyed)"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "an empty answer to an all-or-nothing question is right",
    ),
    Mutation(
        "every-box-of-a-matrix-row-is-right",
        Edit("learnms/kinds/matrix.py", '"each" if is_single else "plus-minus"', '"each"'),
        ("tests/decks/test_compiled.py", "tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "ticking a whole row of a matrix is a full score",
    ),
    Mutation(
        "reasons-score-without-the-anchor",
        Edit(SCORE, "points = sum(reasons) if anchor else 0", "points = sum(reasons)"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "a right reason for the wrong finding earns points, as on no NCLEX",
    ),
    Mutation(
        "too-low-a-number-is-right",
        Edit(SCORE, "near = abs(typed.value - Decimal(question.accepted[1]))",
             "near = (typed.value - Decimal(question.accepted[1]))"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "every dose below the right one is accepted",
    ),
    Mutation(
        "wrong-unit-accepted",
        Edit(SCORE, "if typed.unit and number.units and not is_known:", "if typed.unit and not number.units:"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "600 mcg passes for 600 mg",
    ),
    Mutation(
        "the-same-blank-shown-elsewhere",
        Edit(CLOZE, "return blank is asked or (blank.name is not None and blank.name == asked.name)",
             "return blank is asked"),
        ("tests/decks/test_compiled.py",),
        "the sentence gives its own answer away further on",
    ),
    Mutation(
        "steps-shown-in-order",
        Edit(PRESENT, "while count > 1 and indices == sorted(indices):", "for _ in range(min(1, count - 1)):"),
        ("tests/kinds/test_present.py",),
        "now and then the steps stand there already in the right order",
    ),
    Mutation(
        "last-option-comes-first",
        Edit(PRESENT, "else (*indices, group.last)", "else (group.last, *indices)"),
        ("tests/kinds/test_present.py",),
        "`None of these` stands above the options that it means",
    ),
    Mutation(
        "half-rounds-to-even",
        Edit("learnms/kinds/expression.py", "    ROUND_HALF_UP,\n", "    ROUND_HALF_EVEN as ROUND_HALF_UP,\n"),
        ("tests/kinds/test_expression.py",),
        "2.5 mL rounds to 2 mL, which no nurse was taught",
    ),
    Mutation(
        "picks-logged-in-deck-order",
        Edit(SCORE, "sorted(order.index(i) for i in picks)", "sorted(picks)"),
        ("tests/kinds/test_answer.py",),
        "the history shows options that the learner never picked",
    ),
    Mutation(
        "short-words-one-letter-off",
        Edit(SCORE, "    if len(right) < _LONG_WORD:\n        return False\n", ""),
        ("tests/kinds/test_score.py",),
        "IgM is called almost IgG",
    ),
)
