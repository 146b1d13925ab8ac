"""LM7: cards that repeat or confuse each other, and a deck that differs from its blueprint."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.rules.questions import words
from learnms.syntax.node import Mapping
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.decks.rules.questions import Question, Subject

RECALL = ("flashcard", "cloze", "typed", "calculation", "teach-back")
"""Kinds whose answer is produced, not chosen."""
_FEWEST_CARDS = 10
_MOST_WEIGHT = 100.5
"""The sum of all weights in %, with room for thirds that are rounded."""
_MOST_CANDIDATES = 50
"""Earlier cards with a word in common that a card is compared with, so that a deck of thousands of
cards with the same words takes no longer than any other.
"""
_FEWEST_WORDS = 3


class _Front(NamedTuple):
    """The question of a card: its words, the numbers and circumstances that set it apart, and its
    answer.
    """

    question: Question
    words: frozenset[str]
    apart: tuple[object, ...]
    key: str


def whole_deck_findings(subject: Subject) -> None:
    """Advise on cards beside each other, and on the deck as a whole."""
    own = [
        question
        for question in subject.questions
        if question.entry.card is not None and question.form.own
    ]
    _check_likeness(subject, [_front(question) for question in own])
    _check_recall(subject, own)
    deck = subject.read.deck
    weights_fit = not _report_weights(subject)
    if deck.card_count == len(deck.cards) > 0 or (deck.cases and deck.card_count == 0):
        if weights_fit:
            _check_blueprint(subject)
        _check_core(subject)
        _check_sources(subject)


def _front(question: Question) -> _Front:
    ask, card = question.ask, question.entry.card
    assert card is not None
    found = words(ask.full or ask.prompt)
    numbers = tuple(sorted({word for word in found if word[0].isdigit()}))
    apart = (numbers, card.region, card.audience, question.form.notes.exhibit)
    key = "\x1e".join(text for _, text in question.form.compiled.keys)
    return _Front(question, frozenset(word for word in found if not word[0].isdigit()), apart, key)


def _check_likeness(subject: Subject, fronts: list[_Front]) -> None:
    """Compare each card with the earlier ones that it may resemble. Two sets of words with a
    Jaccard index of at least t share one of the first n - ceil(t * n) + 1 words of each, in any
    fixed order, so only these are indexed, the rarest first (prefix filter: Chaudhuri, Ganti and
    Kaushik, ICDE 2006).
    """
    likeness = subject.thresholds["question-likeness"]
    frequency = Counter(word for front in fronts for word in front.words)
    index: dict[tuple[object, ...], list[_Front]] = defaultdict(list)
    same: dict[tuple[object, ...], _Front] = {}
    for front in fronts:
        if len(front.words) < _FEWEST_WORDS:
            continue
        _check_interference(subject, front, same)
        order = sorted(front.words, key=lambda word: (frequency[word], word))
        places = [
            (word, front.apart) for word in order[: len(order) - ceil(likeness * len(order)) + 1]
        ]
        for place in places:
            twin = next(
                (
                    other
                    for other in index[place][-_MOST_CANDIDATES:]
                    if other.key == front.key
                    and len(front.words & other.words) >= likeness * len(front.words | other.words)
                ),
                None,
            )
            if twin is not None:
                entry = front.question.entry
                subject.add(
                    "LM701",
                    entry,
                    front.question.stem_place,
                    f"{entry.label} asks almost the same as {_where(twin)}",
                    "merge them: one card can ask in several ways, under `also`",
                )
                break
        for place in places:
            index[place].append(front)


def _check_interference(
    subject: Subject, front: _Front, same: dict[tuple[object, ...], _Front]
) -> None:
    """Report a question that an earlier card asks in the same words, with another answer. Where
    options are shown, these tell the two apart.
    """
    if front.question.kind not in RECALL or front.question.kind == "calculation":
        return
    ask = front.question.ask
    other = same.setdefault((fold(ask.prompt), front.apart), front)
    if other is not front and other.key != front.key:
        subject.add(
            "LM702",
            front.question.entry,
            front.question.stem_place,
            f"{_where(other)} asks the same question, with a different answer",
            "add what tells them apart, such as the product or the day",
        )


def _where(front: _Front) -> str:
    entry = front.question.entry
    return f"{entry.label}, line {entry.node.start.line}" if entry.id else entry.label


def _check_recall(subject: Subject, own: list[Question]) -> None:
    recognized = [
        (question.entry, question.stem_place)
        for question in own
        if (card := question.entry.card) is not None
        and card.priority != "extra"
        and not any(form.kind in RECALL for form in card.forms)
    ]
    subject.add_once(
        "LM705",
        recognized,
        "{} can be answered without recall, in every form",
        "add a form under `also` with `answer`, a blank or `type`",
    )


def _report_weights(subject: Subject) -> bool:
    """Report weights that add up to more than the whole deck. Returns whether they do."""
    total = sum(topic.weight or 0 for topic in subject.read.deck.topics)
    if total <= _MOST_WEIGHT:
        return False
    subject.add_for_deck(
        "LM703",
        subject.in_head("topics"),
        f"the weights of the topics add up to {total:g}%",
        "lower some of them, so that they add up to 100",
    )
    return True


def _check_blueprint(subject: Subject) -> None:
    deck, most = subject.read.deck, subject.thresholds["blueprint-points"]
    counts = Counter(card.topic for card in deck.cards)
    counts.update(part.topic or case.topic for case in deck.cases for part in case.parts)
    total = counts.total()
    for topic in deck.topics:
        place = subject.in_head("topics", topic.key)
        share = 100 * counts[topic.key] / total
        weight = topic.weight or 0
        if topic.weight is not None and total >= _FEWEST_CARDS and abs(share - weight) > most:
            subject.add_for_deck(
                "LM703",
                place,
                f"the topic `{topic.key}` has {share:.0f}% of the questions, but {weight:g}% are"
                " planned",
                f"{'move' if share > weight else 'add'} cards, or correct `weight`",
            )
        elif not counts[topic.key]:
            subject.add_for_deck(
                "LM707",
                place,
                f"no card has the topic `{topic.key}`",
                "write one, or remove the topic",
            )


def _check_core(subject: Subject) -> None:
    cards = subject.read.deck.cards
    core = sum(card.priority == "core" for card in cards)
    most = subject.thresholds["core-share"]
    if len(cards) >= _FEWEST_CARDS and core > most * len(cards):
        subject.add_for_deck(
            "LM704",
            subject.head,
            f"{core} of {len(cards)} cards are core, more than {most:.0%}",
            "keep `priority: core` for what every learner must know",
        )


def _check_sources(subject: Subject) -> None:
    """Report sources of the deck's own that nothing cites. Those of a `sources.yaml` serve other
    decks too.
    """
    deck = subject.read.deck
    own = subject.read.root.get("sources")
    if not isinstance(own, Mapping):
        return
    notes = [form.notes for card in deck.cards for form in card.forms]
    notes += [part.form.notes for case in deck.cases for part in case.parts]
    cited = {source.key for note in notes for source in note.sources}
    for key, _ in own.pairs:
        if key.value not in cited:
            subject.add_for_deck(
                "LM706", key, f"nothing cites the source `{key.value}`", "cite it, or remove it"
            )
