"""Keys cannot be guessed by how options look, and the model that says so can guess."""

from __future__ import annotations

import random

import pytest

from learnms.kinds.response import Option
from tests.content.guess import PENALTY, crossed, features, learn, seen, tallies, together
from tests.content.library import Single, decks, forms, singles

WORDS = ["antibody", "blood", "cell", "dose", "fever", "hour", "infusion", "label", "nurse", "pump"]


def planted(seed: int, *, longest: bool = False) -> list[Single]:
    """Thirty questions of words drawn by chance, their key the longest option or any."""
    chance = random.Random(seed)
    found = []
    for number in range(30):
        texts = [" ".join(chance.sample(WORDS, size)) for size in chance.sample(range(2, 10), 4)]
        key = texts.index(max(texts, key=len)) if longest else chance.randrange(4)
        found.append(
            Single(
                f"planted-{number}",
                " ".join(chance.sample(WORDS, 6)),
                [Option(text, at == key) for at, text in enumerate(texts)],
            )
        )
    return found


def share(library: dict[str, list[Single]]) -> float:
    """The share of questions that a model guesses in decks that it has not seen."""
    credits = [guess.credit for guesses in crossed(library).values() for guess in guesses]
    return sum(credits) / len(credits)


def permuted(single: Single, chance: random.Random) -> Single:
    """The question with another option as its key, drawn by chance."""
    key = chance.randrange(len(single.options))
    return single._replace(
        options=[Option(option.text, at == key) for at, option in enumerate(single.options)]
    )


def test_a_key_that_is_always_the_longest_is_guessed() -> None:
    assert share({f"deck {seed}": planted(seed, longest=True) for seed in range(4)}) >= 0.9


def test_a_key_that_nothing_gives_away_is_guessed_as_often_as_chance_would() -> None:
    assert share({f"deck {seed}": planted(seed) for seed in range(10)}) == pytest.approx(
        0.25, abs=0.07
    )


def test_the_librarys_questions_with_keys_of_chance_are_guessed_no_better() -> None:
    chance = random.Random(0)
    rounds = [
        share({deck.id: [permuted(one, chance) for one in singles(deck)] for deck in decks()})
        for _ in range(3)
    ]

    assert sum(rounds) / len(rounds) == pytest.approx(0.25, abs=0.04)


def test_the_model_has_learned_what_makes_the_keys_likeliest() -> None:
    """At the weights that it found, the likelihood with its penalty is level."""
    questions = seen(single for deck in decks() for single in singles(deck))
    model = learn(questions)
    slope = -PENALTY * model.weights
    for question in questions:
        rows = question.rows / model.spread
        slope = slope + rows[question.single.right] - model.guess(question).chances @ rows

    assert abs(slope).max() < 1e-6


def test_every_feature_stands_beside_its_rivals_alone() -> None:
    """A feature that is the same for every option says nothing, in whatever question."""
    same = Single("same", "Which?", [Option("600 mg IV", at == 0) for at in range(4)])

    assert all(len(set(values)) == 1 for values in features(same).values())


def test_few_keys_of_the_library_can_be_guessed() -> None:
    assert together(tallies()).share <= 0.31


def test_few_keys_of_any_deck_can_be_guessed() -> None:
    """Decks with few such questions count as one, since three lucky guesses would condemn them."""
    large = {name: tally.share for name, tally in tallies().items() if len(tally.credits) >= 15}
    small = together(name for name in tallies() if name not in large)

    assert {name: share for name, share in large.items() if share > 0.36} == {}
    assert small.share <= 0.36


def test_true_or_false_is_rare_and_neither_answer_wins() -> None:
    every = [form for deck in decks() for _, form in forms(deck)]

    assert sum(form.kind == "true-false" for form in every) <= 0.08 * len(every)
    assert {
        name: tally.lean
        for name, tally in tallies().items()
        if tally.right + tally.wrong >= 5 and tally.lean > 0.6
    } == {}
