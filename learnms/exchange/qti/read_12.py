"""Items of QTI 1.2: Canvas (classic and New Quizzes), Blackboard pools, Respondus, Moodle."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from learnms.exchange.qti.cards import (
    MOST_OPTIONS,
    Item,
    Outcome,
    UnreadableError,
    as_points,
    choice_card,
    compare_picks,
    distinct,
    feedback,
    line,
    names,
    pairs_card,
    sentence_card,
    token,
    typed_cards,
    without_tokens,
)
from learnms.exchange.qti.number_12 import calculated_card, numeric_card
from learnms.exchange.qti.scoring_12 import Scoring, read_scoring
from learnms.exchange.qti.text_12 import Response, html_of, metadata
from learnms.markdown import inline
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping
    from xml.etree.ElementTree import Element

Card = dict[str, Any]

_RESPONSES = ("response_lid", "response_str", "response_num", "response_xy", "response_grp")
_NO_KEY = {
    "file_upload_question": "it asks learners to upload a file",
    "File Upload": "it asks learners to upload a file",
    "text_only_question": "it is text without a question",
    "Opinion Scale": "it asks for an opinion and has no key",
    "Quiz Bowl": "it asks learners to write the question",
    "Hot Spot": "it asks for a spot in a picture",
    "hot_spot_question": "it asks for a spot in a picture",
}
_NUMERIC = {"numerical_question", "Numeric"}
_ESSAY = {"essay_question", "Essay", "Short Response"}
_BLANKS = {"fill_in_multiple_blanks_question", "rich_fill_blank_question"}
_DROPDOWNS = {"multiple_dropdowns_question", "Jumbled Sentence"}
_GRADED_BY_PART = {"multiple_answers_question"}
"""Canvas gives part of the points for part of the options, whatever the file says."""


@dataclass(slots=True)
class _Question:
    """An item as it was found: its kind in words of the program that wrote it, its responses, its
    scoring, its feedback by identifier, its model answer ('' without one).
    """

    element: Element
    item: Item
    kind: str
    responses: list[Response]
    scoring: Scoring
    texts: dict[str, str]
    answer: str

    def sort_feedback(
        self,
        right: Outcome | None = None,
        picks: Mapping[str, Outcome | None] | None = None,
        key: frozenset[str] = frozenset(),
    ) -> dict[str, str]:
        """Put the feedback into the explanation, but for that of single options."""
        return feedback(self.item, self.texts, right, picks or {}, key)

    def take_whys(self) -> None:
        """Give options the feedback that is shown with them alone."""
        shown_by: dict[str, list[tuple[Response, str]]] = {}
        always = self.scoring.run({}).shown
        for response in self.responses:
            for choice in response.choices:
                outcome = self.scoring.run({response.ident: [choice.ident]})
                for name in outcome.shown - always:
                    shown_by.setdefault(name, []).append((response, choice.ident))
        for name, places in shown_by.items():
            if len(places) == 1 and name in self.texts:
                (response, ident), why = places[0], self.texts.pop(name)
                response.choices = [
                    choice._replace(why=why) if choice.ident == ident else choice
                    for choice in response.choices
                ]

    def keys_of(self, response: Response) -> list[str]:
        """The values that earn the most points for one response; others are named as lost."""
        gains: dict[str, float] = {}
        for condition in self.scoring.earning():
            for test in condition.equals():
                if test.response == response.ident:
                    gains[test.value] = max(gains.get(test.value, 0), condition.gain)
                    if test.is_exact and not response.choices:
                        self.item.lose("Capitalization no longer matters.")
        if not gains:
            raise UnreadableError("it has no key")
        least = max(gains.values()) * 0.98  # shares of 100 are rounded
        for value, gain in gains.items():
            if gain < least:
                text = inline(response.text_of(value))[:60]
                share = gain / max(gains.values())
                self.item.lose(f"Partial credit of {share:.0%} for `{text}` is not kept.")
        return [value for value, gain in gains.items() if gain >= least]

    def key_of(self, response: Response) -> str:
        """The only option of a response that is right."""
        values = self.keys_of(response)
        if len(values) != 1 or values[0] not in {choice.ident for choice in response.choices}:
            raise UnreadableError("one of its blanks or rows has no key, or several")
        return values[0]


def read_item(element: Element, item: Item) -> list[Card]:
    """The cards of one item, without id and notes, which are in `item`.

    Raises:
        UnreadableError: it cannot become a card.
    """
    data = metadata(element)
    kind = data.get("question_type") or data.get("bbmd_questiontype") or ""
    if kind in _NO_KEY:
        raise UnreadableError(_NO_KEY[kind])
    presentation = element.find("presentation")
    if presentation is None:
        raise UnreadableError("it has no text")
    found = [child for child in presentation.iter() if child.tag in _RESPONSES]
    item.stem = item.text(html_of(presentation, item, responses=found))
    item.tags = [tag.strip() for tag in data.get("qmd_keywords", "").split(",") if tag.strip()]
    item.topic = data.get("qmd_topic", "")
    item.points = as_points(data.get("points_possible") or data.get("qmd_absolutescore_max"))
    if len(found) > MOST_OPTIONS:
        raise UnreadableError(f"it asks for more than {MOST_OPTIONS} answers")
    scoring = read_scoring(element)
    answer, texts = _feedback_texts(element, item)
    responses = [Response(response, item) for response in found]
    return _cards(_Question(element, item, kind, responses, scoring, texts, answer))


def _cards(question: _Question) -> list[Card]:
    item, responses, kind = question.item, question.responses, question.kind
    if question.element.find(".//calculated") is not None:
        item.stem = without_tokens(item.stem)
        question.sort_feedback()
        return [calculated_card(question.element, item)]
    if not responses:
        raise UnreadableError("it is text without a question")
    if any(response.tag == "response_xy" for response in responses):
        raise UnreadableError("it asks for a spot in a picture")
    lists = [bool(response.choices) for response in responses]
    if kind in _ESSAY or (not any(lists) and not question.scoring.earning()):
        return [_essay(question)]
    if any(lists) and not all(lists):
        raise UnreadableError("it mixes several ways to answer")
    if all(lists):
        return _of_options(question)
    if kind in _NUMERIC or (len(responses) == 1 and responses[0].is_number):
        item.stem = without_tokens(item.stem)
        question.sort_feedback()
        return [numeric_card(item, question.scoring)]
    return _typed(question)


def _of_options(question: _Question) -> list[Card]:
    """The cards of an item all of whose responses have options."""
    responses = question.responses
    if question.kind in _BLANKS:
        return _named_blanks(question)
    if question.kind in _DROPDOWNS or _has_named_blanks(question.item.stem, responses):
        return [_dropdowns(question)]
    return [_choice(question) if len(responses) == 1 else _matching(question)]


def _choice(question: _Question) -> Card:
    item, scoring, (response,) = question.item, question.scoring, question.responses
    item.stem = without_tokens(item.stem)
    distinct(choice.text for choice in response.choices)
    if response.ident in scoring.ordered:
        return _order(question)

    def run(picked: frozenset[str]) -> Outcome:
        return scoring.run({response.ident: sorted(picked)})

    single = response.ident not in scoring.several
    picks = {choice.ident: run(frozenset([choice.ident])) for choice in response.choices}
    if single:
        best = max((outcome.score for outcome in picks.values()), default=0)
        key = frozenset(ident for ident, pick in picks.items() if pick.score >= best > 0)
    else:
        key = _best_set(question, frozenset(picks))
    if not key:
        raise UnreadableError("it has no key")
    most = 1 if single else response.most
    compare_picks(
        item,
        lambda picked: run(picked).score,
        response.choices,
        key,
        most=most,
        by_part=question.kind in _GRADED_BY_PART,
    )
    whys = question.sort_feedback(run(key), picks, key)
    choices = [choice._replace(why=whys.get(choice.ident, "")) for choice in response.choices]
    return choice_card(
        item, item.ask(response.label), choices, key, None if most == len(choices) else most
    )


def _best_set(question: _Question, idents: frozenset[str]) -> frozenset[str]:
    """The smallest set of options with the most points among those that conditions name."""
    (response,) = question.responses
    named = [
        frozenset(test.value for test in condition.equals() if test.response == response.ident)
        for condition in question.scoring.earning()
    ]
    scored = [
        (question.scoring.run({response.ident: sorted(picks)}).score, -len(picks), sorted(picks))
        for picks in (*named, frozenset().union(*named))
        if picks and picks <= idents
    ]
    score, _, best = max(scored, default=(0, 0, []))
    return frozenset(best) if score > 0 else frozenset()


def _order(question: _Question) -> Card:
    item, (response,) = question.item, question.responses
    texts = {choice.ident: choice.text for choice in response.choices}
    orders = {
        tuple(test.value for test in condition.equals()) for condition in question.scoring.earning()
    } - {()}
    if len(orders) != 1 or sorted(*orders) != sorted(texts):
        raise UnreadableError("its key does not put all its steps in order")
    question.sort_feedback()
    return {"ask": item.ask(response.label), "order": [texts[i] for i in next(iter(orders))]}


def _has_named_blanks(stem: str, responses: list[Response]) -> bool:
    return len(responses) > 1 and all(re.search(_pattern(r), stem) for r in responses)


def _pattern(response: Response) -> str:
    """Where a blank stands in the text: `[its name]`."""
    ident = response.ident.removeprefix("response_")
    names = [re.escape(name) for name in (inline(response.label), ident) if name]
    return rf"\[(?:{'|'.join(names)})\]" if names else r"(?!)"


def _placed(item: Item, responses: list[Response]) -> str:
    """The text with a mark for each response, at its name in brackets if it stands there."""
    text = item.stem
    for number, response in enumerate(responses):
        bare = text.replace(token(number), "").rstrip()
        changed, count = re.subn(_pattern(response), token(number), bare, count=1)
        text = changed if count else text
    return text


def _named_blanks(question: _Question) -> list[Card]:
    """Canvas: each option of a blank is an accepted text, and the key names only one of them."""
    question.sort_feedback()
    for response in question.responses:
        question.keys_of(response)
    accepted = {
        number: [inline(choice.text) for choice in response.choices]
        for number, response in enumerate(question.responses)
    }
    return typed_cards(_placed(question.item, question.responses), accepted)


def _typed(question: _Question) -> list[Card]:
    accepted = {number: question.keys_of(r) for number, r in enumerate(question.responses)}
    first = question.responses[0].ident
    picks = {
        value: question.scoring.run({first: [value]})
        for value in (accepted[0] if len(accepted) == 1 else [])
    }
    right = question.scoring.run(
        {
            response.ident: [accepted[number][0]]
            for number, response in enumerate(question.responses)
        }
    )
    whys = question.sort_feedback(right, picks)
    texts = (question.item.explain, *whys.values())
    question.item.explain = "\n\n".join(dict.fromkeys(filter(None, texts)))
    return typed_cards(_placed(question.item, question.responses), accepted)


def _dropdowns(question: _Question) -> Card:
    item = question.item
    question.take_whys()
    question.sort_feedback()
    blanks = {n: (r.choices, question.key_of(r)) for n, r in enumerate(question.responses)}
    placed = _placed(item, question.responses)
    head, _, last = placed.rpartition("\n\n")
    is_split = bool(head) and all(token(n) in last for n in blanks)
    ask = head if is_split else "Complete the text."
    return sentence_card(ask, last if is_split else placed, blanks)


def _matching(question: _Question) -> Card:
    """Left sides with the same options: match, or matrix-one where they share right sides."""
    item, responses = question.item, question.responses
    question.sort_feedback()
    item.stem = without_tokens(item.stem)
    if not any(choice.text for choice in responses[0].choices):
        _take_blackboard_sides(question)
    lefts = names((response.label for response in responses), "left sides")
    keys = [question.key_of(response) for response in responses]
    lists = [[line(choice.text) for choice in response.choices] for response in responses]
    if any(list(map(fold, texts)) != list(map(fold, lists[0])) for texts in lists):
        # rows with options of their own become the lines of a text with drop-downs
        text = "\n".join(f"{left} {token(number)}" for number, left in enumerate(lefts))
        pairs = enumerate(zip(responses, keys, strict=True))
        return sentence_card(item.ask(), text, {n: (r.choices, key) for n, (r, key) in pairs})
    distinct(lists[0], "right sides")
    rights = [line(r.text_of(key)) for r, key in zip(responses, keys, strict=True)]
    return pairs_card(item.ask(), dict(zip(lefts, rights, strict=True)), lists[0])


def _take_blackboard_sides(question: _Question) -> None:
    """Blackboard writes a left side behind its response, and the right sides in a block of their
    own, in the order of the options.
    """
    item, element = question.item, question.element
    blocks = {flow.get("class", ""): flow for flow in element.iter("flow")}
    block = blocks.get("RIGHT_MATCH_BLOCK")
    rights = [] if block is None else [item.text(html_of(flow, item)) for flow in block]
    lefts = {
        response.get("ident", ""): item.text(html_of(flow, item))
        for flow in element.iter("flow")
        for response in flow.findall("response_lid")
    }
    for response in question.responses:
        response.label = response.label or lefts.get(response.ident, "")
        if len(rights) != len(response.choices):
            raise UnreadableError("its options have no texts")
        pairs = zip(response.choices, rights, strict=True)
        response.choices = [choice._replace(text=text) for choice, text in pairs]
    asked = blocks.get("QUESTION_BLOCK")
    if asked is not None:
        item.stem = item.text(html_of(asked, item))


def _essay(question: _Question) -> Card:
    """A self-graded card, if the item has a model answer."""
    item, answer = question.item, question.answer
    item.stem = without_tokens(item.stem)
    if answer:
        for name, text in question.texts.items():  # the answer is told at the head of the feedback
            question.texts[name] = text.removeprefix(answer).strip()
        question.sort_feedback()
    else:
        answer = "\n\n".join(filter(None, question.texts.values()))
    if not answer:
        raise UnreadableError("it is an essay question without a model answer")
    return {"ask": item.ask(), "answer": answer}


def _feedback_texts(element: Element, item: Item) -> tuple[str, dict[str, str]]:
    """The model answer ('' without one), and the feedback by identifier."""
    answers, texts = [], {}
    for part in element.findall("./itemfeedback"):
        answers += [item.text(html_of(solution, item)) for solution in part.iter("solution")]
        texts[part.get("ident", "")] = item.text(html_of(part, item))
        hints = [item.text(html_of(hint, item)) for hint in part.iter("hint")]
        item.hint = item.hint or "\n".join(filter(None, hints))
    answer = "\n\n".join(filter(None, answers))
    return answer, {name: text for name, text in texts.items() if text}
