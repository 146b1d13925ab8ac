"""How often the right option can be guessed from how the options look.

Whoever knows nothing can still see which option is the longest, the hedged one, the middle number,
the one most like the others. A model of such features (conditional logistic regression over the
options of a question, with an L2 penalty) learns from all other decks which of them give keys
away, and guesses the questions of a deck that it has not seen.

`python -m tests.content guess` prints a line for each deck, `python -m tests.content guess FILE...`
the questions of these decks that are guessed, surest first, with the features that say most.
"""

from __future__ import annotations

import re
from functools import cache
from statistics import mean
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tests.content.library import audience, decks, forms, singles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from learnms.decks.model import Deck
    from tests.content.library import Single

PENALTY = 4.0
STEPS = 8
"""Newton's; the likelihood is concave, and later steps move nothing."""

HEDGE = re.compile(
    r"\b(?:may|might|can|could|should|usually|often|mostly|sometimes|about|likely|possibl[ey]|some"
    r"|several|generally|at least|at most|up to|around|roughly|rarely|probably|unless|if|until"
    r"|or (?:longer|more|less|so)|not (?:always|fully|yet|proven|known))\b",
    re.IGNORECASE,
)
ABSOLUTE = re.compile(
    r"\b(?:always|never|all|every|only|none|nothing|nobody|no one|must|cannot|completely|entirely"
    r"|any|whole|fully|solely|at once|forever|for good|for life|immediately)\b",
    re.IGNORECASE,
)
NEGATION = re.compile(
    r"\b(?:no|not|never|none|without|nothing|neither|nor)\b|n[’']t\b", re.IGNORECASE
)
PEOPLE = re.compile(
    r"\b(?:call|tell|ask|inform|notify|report|prescriber|physician|doctor|neurologist|specialist"
    r"|pharmac\w+|team|provider|obstetrician|expert)s?\b",
    re.IGNORECASE,
)
CAUTION = re.compile(
    r"\b(?:stop|hold|wait|delay|check|test|watch|observe|monitor|pause|slow(?:er)?|assess|first"
    r"|before|later|postpone|review)\b",
    re.IGNORECASE,
)
LINKED = re.compile(
    r"\b(?:and|both|with|plus|but|then|while|because|so|which|that)\b", re.IGNORECASE
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
WORD = re.compile(r"[a-z]+|\d+(?:[.,]\d+)*")
SMALL = re.compile(
    r"an?|and|are|as|at|be|by|for|from|ha[ds]|have|in|is|its?|of|on|or|that|the|their|they|this|to"
    r"|was|were|which|who|will|with|yours?|you|s?he|hers?|his"
)


def content(text: str) -> frozenset[str]:
    """The words of a text that mean something, without endings that grammar asks for."""
    return frozenset(
        word if word.isdigit() else re.sub(r"(?:ies|es|s|ed|ing)$", "", word)
        for word in WORD.findall(text.casefold())
        if not SMALL.fullmatch(word)
    )


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two sets have in common."""
    return len(one & other) / len(one | other) if one | other else 0.0


def number(text: str) -> float | None:
    """The first number of a text."""
    found = NUMBER.search(text)
    return None if found is None else float(found[0].replace(",", "").rstrip(".") or 0)


def ranks(values: Sequence[float]) -> list[float]:
    """The share of the rivals that each value exceeds; those alike count half."""
    return [
        sum((value > rival) + 0.5 * (value == rival) for rival in values) - 0.5 for value in values
    ]


def relative(values: Sequence[float]) -> list[float]:
    """Each value less the mean of its rivals."""
    return [value - (sum(values) - value) / max(len(values) - 1, 1) for value in values]


def features(single: Single) -> dict[str, list[float]]:
    """What each option looks like beside its rivals, by the feature's name."""
    texts = [option.text for option in single.options]
    bags = [content(text) for text in texts]
    stem = content(single.stem)
    rivals = [[bag for at, bag in enumerate(bags) if at != own] for own in range(len(bags))]
    lengths = [float(len(text)) for text in texts]
    words = [len(text.split()) for text in texts]

    def counts(pattern: re.Pattern[str]) -> list[float]:
        return relative([float(len(pattern.findall(text))) for text in texts])

    found = {
        "longer": [value / len(texts) for value in ranks(lengths)],
        "length": relative([float(np.log(length)) for length in lengths]),
        "longest": [float(length == max(lengths)) for length in lengths],
        "shortest": [float(length == min(lengths)) for length in lengths],
        "long words": relative(
            [length / max(n, 1) for length, n in zip(lengths, words, strict=True)]
        ),
        "hedges": counts(HEDGE),
        "absolutes": counts(ABSOLUTE),
        "negations": counts(NEGATION),
        "people": counts(PEOPLE),
        "caution": counts(CAUTION),
        "linked": counts(LINKED),
        "numbers": counts(NUMBER),
        "commas": counts(re.compile(r"[,;:]")),
        "brackets": counts(re.compile(r"[(–—/%]")),
        "capitals": counts(re.compile(r"(?<!^)\b[A-Z]")),
        "as the stem": relative([len(bag & stem) / max(len(bag), 1) for bag in bags]),
        "stem's words": relative([float(len(bag & stem)) for bag in bags]),
        "central": relative(
            [
                mean(alike(bag, other) for other in others)
                for bag, others in zip(bags, rivals, strict=True)
            ]
        ),
        "a twin": relative(
            [
                max(alike(bag, other) for other in others)
                for bag, others in zip(bags, rivals, strict=True)
            ]
        ),
        "own words": relative(
            [
                float(len(bag - frozenset().union(*others)))
                for bag, others in zip(bags, rivals, strict=True)
            ]
        ),
        "alphabet": [
            value / len(texts) for value in ranks([float(sorted(texts).index(t)) for t in texts])
        ],
        "starts alike": relative(
            [float(sum(text.split()[:1] == other.split()[:1] for other in texts)) for text in texts]
        ),
    }
    return found | _sizes(texts)


def _sizes(texts: Sequence[str]) -> dict[str, list[float]]:
    """Where an option's number stands among the numbers, where every option has one."""
    values = [value for text in texts if (value := number(text)) is not None]
    if len(values) < len(texts) or len(set(values)) == 1:
        none = [0.0] * len(texts)
        return dict.fromkeys(("bigger", "middle", "round"), none)
    place = [value / (len(texts) - 1) - 0.5 for value in ranks(values)]
    return {
        "bigger": place,
        "middle": [-abs(value) for value in place],
        "round": relative([float(value % 10 == 0) for value in values]),
    }


class Question(NamedTuple):
    """A single-best question as the model sees it: a row of features for each option."""

    single: Single
    rows: NDArray[np.float64]


class Guess(NamedTuple):
    """What a model makes of a question: its probability for each option, and the features that
    speak most for the right one.
    """

    single: Single
    chances: NDArray[np.float64]
    tells: tuple[str, ...]

    @property
    def credit(self) -> float:
        """1 if the right option is the likeliest; shared where several are."""
        best = np.isclose(self.chances, self.chances.max())
        return float(best[self.single.right] / best.sum())


class Model(NamedTuple):
    """What was learned: the spread of each feature, and its weight once that is taken out."""

    names: tuple[str, ...]
    spread: NDArray[np.float64]
    weights: NDArray[np.float64]

    def guess(self, question: Question) -> Guess:
        """Guess a question."""
        rows = question.rows / self.spread
        pull = (rows[question.single.right] - rows.mean(axis=0)) * self.weights
        return Guess(
            question.single,
            probable(rows, self.weights),
            tuple(self.names[at] for at in np.argsort(-pull)[:3] if pull[at] > 0.1),
        )


def seen(asked: Iterable[Single]) -> list[Question]:
    """Questions as a model sees them."""
    return [
        Question(single, np.array(list(features(single).values())).T)
        for single in asked
        if len(single.options) > 1
    ]


def probable(rows: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """How likely each option is the right one."""
    score = rows @ weights
    power = np.exp(score - score.max())
    found: NDArray[np.float64] = power / power.sum()
    return found


def learn(questions: Sequence[Question]) -> Model:
    """The weights that make the right options likeliest, found with Newton's method."""
    spread = np.vstack([rows for _, rows in questions]).std(axis=0)
    spread[spread == 0] = 1
    weights = np.zeros(len(spread))
    for _ in range(STEPS):
        slope = -PENALTY * weights
        bend = PENALTY * np.eye(len(spread))
        for single, raw in questions:
            rows = raw / spread
            chances = probable(rows, weights)
            average = chances @ rows
            slope += rows[single.right] - average
            bend += (rows.T * chances) @ rows - np.outer(average, average)
        weights = weights + np.linalg.solve(bend, slope)
    return Model(tuple(features(questions[0].single)), spread, weights)


def crossed(library: Mapping[str, Sequence[Single]]) -> dict[str, list[Guess]]:
    """The questions of each deck as a model guesses them that has learned from all others."""
    known = {name: seen(asked) for name, asked in library.items()}
    found = {}
    for own, questions in known.items():
        model = learn([question for name in known if name != own for question in known[name]])
        found[own] = [model.guess(question) for question in questions]
    return found


class Tally(NamedTuple):
    """How a deck, or several, came off: the chance of each question and the credit for it; how
    many statements of true/false are right, and how many are wrong.
    """

    chances: tuple[float, ...] = ()
    credits: tuple[float, ...] = ()
    right: int = 0
    wrong: int = 0

    def with_(self, other: Tally) -> Tally:
        """The two together."""
        return Tally(
            self.chances + other.chances,
            self.credits + other.credits,
            self.right + other.right,
            self.wrong + other.wrong,
        )

    @property
    def share(self) -> float:
        """The share of questions that are guessed."""
        return mean(self.credits) if self.credits else 0.0

    @property
    def lean(self) -> float:
        """The share of statements that the better of "always true" and "always false" has right."""
        return max(self.right, self.wrong) / max(self.right + self.wrong, 1)

    def line(self, name: str) -> str:
        """The figures in a line."""
        chance = mean(self.chances) if self.chances else 0.0
        said = "true" if self.right > self.wrong else "false"
        return (
            f"{name:36}{len(self.credits):5}{chance:8.0%}{self.share:9.1%}"
            f"{self.right + self.wrong:8}{self.lean:7.0%} {said if self.right + self.wrong else ''}"
        ).rstrip()


def statements(deck: Deck) -> tuple[int, int]:
    """How many true/false statements of a deck are true, and how many are false."""
    keys = [form.compiled.keys[0][1] for _, form in forms(deck) if form.kind == "true-false"]
    right = sum(key.casefold().startswith("t") for key in keys)
    return right, len(keys) - right


@cache
def guesses() -> dict[str, list[Guess]]:
    """Each deck of the library, guessed by what all others teach."""
    return crossed({deck.id: singles(deck) for deck in decks()})


@cache
def tallies() -> dict[str, Tally]:
    """How each deck of the library comes off."""
    return {
        deck.id: Tally(
            tuple(1 / len(guess.chances) for guess in guesses()[deck.id]),
            tuple(guess.credit for guess in guesses()[deck.id]),
            *statements(deck),
        )
        for deck in decks()
    }


def together(names: Iterable[str]) -> Tally:
    """Several decks as one."""
    total = Tally()
    for name in names:
        total = total.with_(tallies()[name])
    return total


def lines(*paths: str) -> str:
    """The figures of the library, or the questions of decks that are guessed."""
    return "".join(map(_guessed, decks(*paths))) if paths else _figures()


def _figures() -> str:
    named = {deck.id: audience(deck) for deck in decks()}
    model = learn(seen(single for deck in decks() for single in singles(deck)))
    strongest = np.argsort(-np.abs(model.weights))[:12]
    return "\n".join(
        [
            f"{'single-best questions':36}    n  chance  guessed     t/f  always",
            *(tallies()[name].line(name) for name in named),
            *(
                together(name for name in named if named[name] == role).line(role)
                for role in ("nurse", "patient")
            ),
            together(named).line("all"),
            "What gives keys away (+) or speaks against an option (-): "
            + ", ".join(f"{model.names[at]} {model.weights[at]:+.1f}" for at in strongest),
            "",
        ]
    )


def _guessed(deck: Deck) -> str:
    found = sorted(
        (guess for guess in guesses()[deck.id] if guess.credit),
        key=lambda guess: -guess.chances[guess.single.right],
    )
    return tallies()[deck.id].line(deck.id) + "\n" + "".join(map(_shown, found))


def _shown(guess: Guess) -> str:
    key, options = guess.single.right, guess.single.options
    return (
        f"{guess.chances[key]:4.0%} {guess.single.ident}: {guess.single.stem}\n"
        + "".join(
            f"     {chance:4.0%} {'*' if option.right else ' '} {option.text}\n"
            for option, chance in zip(options, guess.chances, strict=True)
        )
        + (f"          tells: {', '.join(guess.tells)}\n" if guess.tells else "")
    )
