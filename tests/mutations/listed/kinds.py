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
        "wrong-picks-cost-nothing",
        Edit("learnms/kinds/choice.py", 'return "select-all", "plus-minus", None',
             'return "select-all", "each", None'),
        ("tests/decks/test_compiled.py", "tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "ticking every box of select-all is a full score",
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
        "unsafe-only-if-picked-alone",
        Edit(SCORE, "group.options[i].unsafe for group", "group.options[i].unsafe and len(picked) == 1 for group"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "a harmful choice among good ones is not called unsafe",
    ),
    Mutation(
        "too-low-a-number-is-right",
        Edit(SCORE, "near = abs(typed.value - Decimal(question.accepted[1]))",
             "near = (typed.value - Decimal(question.accepted[1]))"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "every dose below the right one is accepted",
    ),
    Mutation(
        "tolerance-excludes-its-edge",
        Edit(SCORE, "<= Decimal(number.within)", "< max(Decimal(number.within), Decimal('0.001'))"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "an answer exactly as far off as the deck allows is wrong",
    ),
    Mutation(
        "wrong-unit-accepted",
        Edit(SCORE, "if typed.unit and number.units and not is_known:", "if typed.unit and not number.units:"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "600 mcg passes for 600 mg",
    ),
    Mutation(
        "milli-is-mega",
        Edit(NUMBER, 'char if char in "mM" else char.casefold()', "char.casefold()"),
        ("tests/kinds/test_number_input.py",),
        "Mmol passes for mmol",
    ),
    Mutation(
        "a-thousand-is-one",
        Edit(NUMBER, "    if _THOUSANDS.match(digits):\n", '    if _THOUSANDS.match(digits) and digits == "":\n'),
        ("tests/kinds/test_number_input.py",),
        "1,000 mg is graded as 1 mg without a question back",
    ),
    Mutation(
        "the-same-blank-shown-elsewhere",
        Edit(CLOZE, "return blank is asked or (blank.name is not None and blank.name == asked.name)",
             "return blank is asked"),
        ("tests/decks/test_compiled.py",),
        "the sentence gives its own answer away further on",
    ),
    Mutation(
        "other-blanks-hidden-too",
        Edit(CLOZE, "return piece.gap if _same_part(piece, asked) else piece.text", "return piece.gap"),
        ("tests/decks/test_compiled.py",),
        "a sentence with three facts has three gaps and cannot be answered",
    ),
    Mutation(
        "any-order-is-right",
        Edit(SCORE, "if order == tuple(range(count)):", "if sorted(order) == list(range(count)):"),
        ("tests/kinds/test_score.py", "tests/kinds/test_score_groups.py",),
        "steps of an infusion in the wrong order are right",
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
        "one-pick-too-few-is-complete",
        Edit("learnms/kinds/incomplete.py", "(group.limit or 1) - len(picks)", "1 - len(picks)"),
        ("tests/kinds/test_incomplete.py",),
        "select two is sent with one pick, by a single slip of the hand",
    ),
    Mutation(
        "short-words-one-letter-off",
        Edit(SCORE, "    if len(right) < _LONG_WORD:\n        return False\n", ""),
        ("tests/kinds/test_score.py",),
        "IgM is called almost IgG",
    ),
)
