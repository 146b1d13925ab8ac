"""Items of QTI 2.0 to 2.2 and 3.0, whose names are written alike before they come here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from learnms.exchange.html_text import clean
from learnms.exchange.qti.body_2 import INLINE, Body
from learnms.exchange.qti.cards import (
    MOST_OPTIONS,
    OWN_RULES,
    Card,
    Choice,
    Item,
    UnreadableError,
    as_number,
    as_points,
    blank_prompt,
    choice_card,
    compare_picks,
    distinct,
    feedback,
    line,
    names,
    number_card,
    options,
    pairs_card,
    pieces,
    sentence_card,
    token,
    typed_cards,
    without_tokens,
)
from learnms.exchange.qti.scoring_2 import Processing, Response, read_responses, tidy
from learnms.kinds.expression import shown
from learnms.kinds.groups import BOWTIE
from learnms.markdown import inline
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

    from learnms.exchange.qti.cards import Outcome
    from learnms.exchange.qti.package import Document, Package

_NUMBERS = ("float", "integer")
_STEP = Decimal("0.000001")


@dataclass(slots=True)
class _Question:
    """An item with its body, its declared responses and its scoring."""

    element: Element
    item: Item
    body: Body
    responses: dict[str, Response]
    processing: Processing

    def response(self, interaction: Element) -> Response:
        """What is declared for an interaction."""
        name = interaction.get("responseIdentifier", "")
        if name not in self.responses:
            raise UnreadableError("it does not say how to answer it")
        return self.responses[name]

    def run(
        self, interaction: Element | None = None, picks: tuple[str, ...] = ()
    ) -> Outcome | None:
        """The outcome of the right answer, but for one interaction with other picks."""
        answers = {name: response.correct for name, response in self.responses.items()}
        if interaction is not None:
            answers[interaction.get("responseIdentifier", "")] = picks
        return self.processing.run(answers)

    def score(self, interaction: Element, picks: tuple[str, ...]) -> float | None:
        """The points of picks in one interaction, with all others right."""
        outcome = self.run(interaction, picks)
        return None if outcome is None else outcome.score

    def scorer(self, interaction: Element) -> Callable[[frozenset[str]], float | None]:
        """The points of picks in one interaction, as a function."""
        return lambda picks: self.score(interaction, tuple(sorted(picks)))

    def sort_feedback(
        self, picks: dict[str, Outcome | None] | None = None, key: frozenset[str] = frozenset()
    ) -> dict[str, str]:
        """Put the feedback into the explanation, but for that of single options."""
        if picks is None:
            picks = {"": self.processing.run({})}
        texts, self.body.feedback = self.body.feedback, {}
        return feedback(self.item, texts, self.run(), picks, key)

    def with_whys(self, interaction: Element, choices: list[Choice]) -> list[Choice]:
        """Options with the feedback that has their name and is shown with them."""
        named = []
        for choice in choices:
            outcome = self.run(interaction, (choice.ident,))
            if outcome is not None and choice.ident in outcome.shown:
                why = self.body.feedback.pop(choice.ident, "")
                choice = choice._replace(why=choice.why or why)
            named.append(choice)
        return named

    def check(self, interaction: Element, right: tuple[str, ...], *partly: tuple[str, ...]) -> None:
        """Check that the key earns points, and name partial credit that is not kept."""
        full, nothing = self.score(interaction, right), self.score(interaction, ())
        if full is None or nothing is None:
            self.item.lose(OWN_RULES)
            return
        if full <= 0 or full <= nothing:
            raise UnreadableError("its scoring gives no points for its key")
        for picks in partly:
            earned = self.score(interaction, picks) or 0
            if earned >= full:
                raise UnreadableError("another answer scores as much as its key")


def read_item(element: Element, item: Item, document: Document, package: Package) -> list[Card]:
    """The cards of one item, without id and notes, which are in `item`.

    Raises:
        UnreadableError: it cannot become a card.
    """
    if element.get("adaptive", "false") == "true":
        raise UnreadableError("it is adaptive: it is answered in several steps")
    if element.find("templateDeclaration") is not None:
        raise UnreadableError("its numbers or options are drawn by a template")
    body = Body(element, item, document, package)
    for declaration in element.findall("outcomeDeclaration"):
        if declaration.get("identifier") == "MAXSCORE":
            item.points = as_points(declaration.findtext("./defaultValue/value"))
    responses = read_responses(element)
    processing = Processing(element, responses)
    question = _Question(element, item, body, responses, processing)
    interactions = body.interactions
    tags = {interaction.tag for interaction in interactions}
    if not interactions:
        raise UnreadableError("it is text without a question")
    if len(interactions) > MOST_OPTIONS:
        raise UnreadableError(f"it asks for more than {MOST_OPTIONS} answers")
    if tags == {"inlineChoiceInteraction"}:
        return [_dropdowns(question)]
    if tags == {"textEntryInteraction"}:
        return _typed(question)
    if tags & set(INLINE):
        raise UnreadableError("it mixes several ways to answer")
    item.stem = without_tokens(item.stem)
    if len(interactions) > 1 and tags == {"choiceInteraction"}:
        return _choices(question)
    return [_block(question, interaction) for interaction in interactions]


def _block(question: _Question, interaction: Element) -> Card:
    readers = {
        "choiceInteraction": _choice,
        "orderInteraction": _order,
        "matchInteraction": _match,
        "gapMatchInteraction": _gaps,
        "hottextInteraction": _hottext,
        "extendedTextInteraction": _essay,
        "sliderInteraction": _slider,
    }
    return readers[interaction.tag](question, interaction)


def _key(response: Response) -> frozenset[str]:
    """The values of the key: those declared, else those that earn points."""
    found = response.correct or tuple(v for v, points in response.points.items() if points > 0)
    if not found:
        raise UnreadableError("it has no key")
    return frozenset(found)


def _picked(
    question: _Question, interaction: Element, tag: str
) -> tuple[list[Choice], frozenset[str]]:
    """The options of a list, with their rationales, and the key, checked against the scoring."""
    response = question.response(interaction)
    choices = question.body.choices(interaction, tag)
    distinct(choice.text for choice in choices)
    key = _key(response)
    idents = {choice.ident for choice in choices}
    if not key <= idents:
        raise UnreadableError("its key names an option that it does not have")
    if not response.correct and response.cardinality == "single":
        best = max(response.points.values())
        key = frozenset(value for value in key if response.points[value] >= best)
    if not response.correct:
        question.responses[interaction.get("responseIdentifier", "")] = Response(
            response.type, response.cardinality, tuple(sorted(key)), response.points
        )

    is_single = response.cardinality == "single"
    most = 1 if is_single else _most(interaction, len(choices))
    compare_picks(question.item, question.scorer(interaction), choices, key, most=most)
    picks = {ident: question.run(interaction, (ident,)) for ident in idents}
    if len(question.body.interactions) > 1:
        return question.with_whys(interaction, choices), key
    whys = question.sort_feedback(picks, key)
    reasons = [
        choice._replace(why="\n\n".join(filter(None, (choice.why, whys.get(choice.ident)))))
        for choice in choices
    ]
    return reasons, key


def _most(interaction: Element, count: int) -> int | None:
    """How many options can be picked; None for any number."""
    text = interaction.get("maxChoices", "")
    most = int(text[:6]) if text.isdecimal() else 1
    return most if 0 < most < count else None


def _choice(question: _Question, interaction: Element) -> Card:
    return _choice_of(question, interaction, *_picked(question, interaction, "simpleChoice"))


def _choice_of(
    question: _Question, interaction: Element, choices: list[Choice], key: frozenset[str]
) -> Card:
    single = question.response(interaction).cardinality == "single"
    most = 1 if single else _most(interaction, len(choices))
    ask = question.item.ask(question.body.prompt(interaction))
    return choice_card(question.item, ask, choices, key, most)


def _choices(question: _Question) -> list[Card]:
    """Several lists in one item: a bow-tie, groups with headings, or a card for each list."""
    lists = question.body.interactions
    prompts = [line(question.body.prompt(interaction)) for interaction in lists]
    picked = [_picked(question, interaction, "simpleChoice") for interaction in lists]
    question.sort_feedback()
    shapes = [(len(key), len(choices)) for choices, key in picked]
    if shapes == [(right, total) for _, right, total in BOWTIE] and question.item.stem:
        trays: Card = {}
        for (name, right, _), (choices, key) in zip(BOWTIE, picked, strict=True):
            lists_of_tray = options(choices, key)
            if right == 1:
                lists_of_tray["right"] = lists_of_tray["right"][0]
            trays[name] = lists_of_tray
        return [{"ask": question.item.ask(), "bowtie": trays}]
    is_any = [
        question.response(interaction).cardinality == "multiple"
        and _most(interaction, len(choices)) is None
        for interaction, (choices, _) in zip(lists, picked, strict=True)
    ]
    if (
        all(is_any)
        and all(prompts)
        and len(set(map(fold, prompts))) == len(prompts)
        and question.item.stem
    ):
        lists_of_texts = [[line(choice.text) for choice in choices] for choices, _ in picked]
        has_whys = any(choice.why for choices, _ in picked for choice in choices)
        if not has_whys and all(texts == lists_of_texts[0] for texts in lists_of_texts):
            rows = {
                prompt: [line(choice.text) for choice in choices if choice.ident in key]
                for prompt, (choices, key) in zip(prompts, picked, strict=True)
            }
            ask = question.item.ask()
            return [{"ask": ask, "columns": lists_of_texts[0], "rows": rows}]
        groups = {p: options(*one) for p, one in zip(prompts, picked, strict=True)}
        return [{"ask": question.item.ask(), "groups": groups}]
    return [
        _choice_of(question, interaction, *one)
        for interaction, one in zip(lists, picked, strict=True)
    ]


def _order(question: _Question, interaction: Element) -> Card:
    texts = {c.ident: c.text for c in question.body.choices(interaction, "simpleChoice")}
    distinct(texts.values(), "steps")
    order = question.response(interaction).correct
    if len(order) < 2 or sorted(order) != sorted(texts):
        raise UnreadableError("its key does not put all its steps in order")
    swapped = (order[1], order[0], *order[2:])
    question.check(interaction, order, swapped, tuple(reversed(order)))
    others = [question.score(interaction, other) or 0 for other in (swapped, order[::-1])]
    if any(earned > 0 for earned in others):
        question.item.lose("Partial credit for a partly right order is not kept.")
    question.sort_feedback()
    ask = question.item.ask(question.body.prompt(interaction))
    return {"ask": ask, "order": [texts[ident] for ident in order]}


def _match(question: _Question, interaction: Element) -> Card:
    """Rows and columns: pairs, a matrix with one column per row, or one with any number."""
    sets = interaction.findall("simpleMatchSet")
    if len(sets) != 2:
        raise UnreadableError("it does not have two lists to match")
    rows, columns = (question.body.choices(one, "simpleAssociableChoice") for one in sets)
    lefts = names((row.text for row in rows), "left sides")
    rights = names((column.text for column in columns), "right sides")
    pairs = [pair.split(" ") for pair in sorted(_key(question.response(interaction)))]
    sides = ({row.ident for row in rows}, {column.ident for column in columns})
    if not all(len(p) == 2 and p[0] in sides[0] and p[1] in sides[1] for p in pairs):
        raise UnreadableError("its key names a pair that it does not have")
    key = tuple(" ".join(pair) for pair in pairs)
    question.check(interaction, key)
    _name_pair_points(question, interaction, key)
    question.sort_feedback()
    keyed = {
        left: [r for r, c in zip(rights, columns, strict=True) if [row.ident, c.ident] in pairs]
        for left, row in zip(lefts, rows, strict=True)
    }
    ask = question.item.ask(question.body.prompt(interaction))
    limits = {one.get("matchMax", "1") for one in sets[0]}
    if limits == {"1"} and all(len(right) == 1 for right in keyed.values()):
        return pairs_card(ask, {left: right[0] for left, right in keyed.items()}, rights)
    if len(rights) < 2:
        raise UnreadableError("it has fewer than two options")
    return {"ask": ask, "columns": rights, "rows": keyed}


def _name_pair_points(question: _Question, interaction: Element, key: tuple[str, ...]) -> None:
    """Name scoring that differs from a point for each pair."""
    full = question.score(interaction, key)
    fewer = [question.score(interaction, tuple(p for p in key if p != pair)) for pair in key[:30]]
    if not full or len(key) < 2 or None in fewer:
        return
    if all(one is not None and one <= 0 for one in fewer):
        question.item.lose("It was scored all or nothing; here each pair earns a point.")
    elif any(abs((one or 0) - full * (1 - 1 / len(key))) > 0.02 * full for one in fewer):
        question.item.lose("Pairs had different points; here each pair earns a point.")


def _gaps(question: _Question, interaction: Element) -> Card:
    """Words for gaps become drop-downs, each with all the words."""
    if interaction.find(".//gapImg") is not None:
        raise UnreadableError("its answers are pictures")
    words = question.body.choices(interaction, "gapText")
    gaps = [gap.get("identifier", "") for gap in interaction.iter("gap")]
    key = tuple(sorted(_key(question.response(interaction))))
    pairs = [pair.split(" ") for pair in key]
    right = {pair[1]: pair[0] for pair in pairs if len(pair) == 2}
    if len(pairs) != len(gaps) or set(right) != set(gaps):
        raise UnreadableError("its key does not fill each gap with one text")
    question.check(interaction, key)
    _name_pair_points(question, interaction, key)
    question.sort_feedback()
    text = question.body.passage(
        interaction, ("prompt", "gapText"), lambda gap: gaps.index(gap.get("identifier", ""))
    )
    prompt = question.body.prompt(interaction)
    ask = question.item.ask(prompt, instead="Complete the text.")
    return sentence_card(ask, text, {n: (words, right[gap]) for n, gap in enumerate(gaps)})


def _hottext(question: _Question, interaction: Element) -> Card:
    key = _key(question.response(interaction))
    spans = {
        span.ident: inline(span.text) for span in question.body.choices(interaction, "hottext")
    }
    if not key <= set(spans) or len(spans) < 2 or not all(spans.values()):
        raise UnreadableError("its key names no text that can be marked")
    idents = list(spans)
    choices = [Choice(ident, text) for ident, text in spans.items()]
    single = question.response(interaction).cardinality == "single"
    compare_picks(
        question.item,
        question.scorer(interaction),
        choices,
        key,
        most=1 if single else _most(interaction, len(spans)),
    )
    most = _most(interaction, len(spans))
    if most is not None:
        question.item.lose(f"At most {most} could be marked; here any number can.")
    question.sort_feedback()
    text = question.body.passage(
        interaction, ("prompt",), lambda span: idents.index(span.get("identifier", ""))
    )
    written = []
    for part in pieces(text):
        if isinstance(part, str):
            written.append(_bracketed(part))
        else:
            span = _bracketed(spans[idents[part]])
            written.append(f"[[{span}]]" if idents[part] in key else f"[{span}]")
    prompt = question.body.prompt(interaction)
    ask = question.item.ask(prompt, instead="Highlight the right parts of the text.")
    return {"ask": ask, "highlight": "".join(written).strip()}


def _bracketed(text: str) -> str:
    return text.replace("[", "\\[").replace("]", "\\]")


def _dropdowns(question: _Question) -> Card:
    item, body = question.item, question.body
    blanks = {}
    for number, interaction in enumerate(body.interactions):
        choices = question.with_whys(interaction, body.choices(interaction, "inlineChoice"))
        key = _key(question.response(interaction))
        if len(key) != 1:
            raise UnreadableError("one of its blanks has no key, or several")
        compare_picks(item, question.scorer(interaction), choices, key, most=1)
        blanks[number] = (choices, next(iter(key)))
    question.sort_feedback()
    head, text = _split(item.stem, len(blanks))
    item.stem = head
    return sentence_card(item.ask(instead="Complete the text."), text, blanks)


def _split(stem: str, count: int) -> tuple[str, str]:
    """A text before the paragraphs with blanks, and these."""
    paragraphs = stem.split("\n\n")
    first = next(n for n, text in enumerate(paragraphs) if "\ue000" in text)
    if all(token(number) in stem for number in range(count)) and first:
        return "\n\n".join(paragraphs[:first]), "\n\n".join(paragraphs[first:])
    return "", stem


def _typed(question: _Question) -> list[Card]:
    item = question.item
    interactions = question.body.interactions
    accepted, numbers = {}, {}
    for number, interaction in enumerate(interactions):
        response = question.response(interaction)
        if response.type in _NUMBERS:
            low, high = numbers[number] = _range(question, interaction)
            accepted[number] = [shown((low + high) / 2)]
        else:
            accepted[number] = _texts(question, interaction)
    question.sort_feedback()
    if not numbers:
        return typed_cards(item.stem, accepted)
    if len(numbers) < len(accepted):
        raise UnreadableError("it mixes numbers and texts")
    return [
        number_card(blank_prompt(pieces(item.stem), accepted, number), low, high, (low + high) / 2)
        for number, (low, high) in numbers.items()
    ]


def _texts(question: _Question, interaction: Element) -> list[str]:
    """The accepted texts, those of the mapping with all the points among them."""
    response = question.response(interaction)
    best = max(response.points.values(), default=0)
    texts = list(response.correct)
    for text, points in response.points.items():
        if points >= best > 0:
            texts.append(text)
        elif points > 0 and fold(text) not in map(fold, texts):
            share = f"{points / best:.0%}"
            question.item.lose(f"Partial credit of {share} for `{inline(text)[:60]}` is not kept.")
    if not texts:
        raise UnreadableError("it has no key")
    question.check(interaction, (texts[0],))
    other = texts[0].swapcase()
    if other != texts[0] and (question.score(interaction, (other,)) or 0) <= 0:
        question.item.lose("Capitalization no longer matters.")
    return list(dict.fromkeys(texts))


def _range(question: _Question, interaction: Element) -> tuple[Decimal, Decimal]:
    """The lowest and the highest number that is accepted."""
    name = interaction.get("responseIdentifier", "")
    response = question.response(interaction)
    best = max(response.points.values(), default=0)
    mapped = [value for value, points in response.points.items() if points >= best > 0]
    values = {as_number(value) for value in (*response.correct, *mapped)}
    if not values:
        raise UnreadableError("it has no key")
    low, high = min(values), max(values)
    if len(values) > 1 and (response.type != "integer" or high - low != len(values) - 1):
        raise UnreadableError("it accepts several numbers")
    answer = as_number(response.correct[0]) if response.correct else low
    for rule in question.element.iter("equal"):
        if any(child.get("identifier") == name for child in rule):
            below, above = _tolerance(rule, answer)
            low, high = answer - below, answer + above
    question.check(interaction, (str(answer),))
    inside = [question.score(interaction, (str(number),)) for number in (low, high)]
    outside = [
        question.score(interaction, (str(number),))
        for number in (low - _STEP, high + _STEP, low - 1, high + 1)
    ]
    full, nothing = question.score(interaction, (str(answer),)), question.score(interaction, ())
    if full is not None and (
        any((score or 0) < full for score in inside)
        or any((score or 0) > max(0, nothing or 0) for score in outside)
    ):
        accepted = shown(low) if low == high else f"{shown(low)} to {shown(high)}"
        question.item.lose(f"Numbers other than {accepted} earned points too; here they do not.")
    if high + low != 2 * answer:
        middle = shown((low + high) / 2)
        question.item.lose(f"The answer shown is {middle}, the middle of what is accepted.")
    return low, high


def _tolerance(rule: Element, answer: Decimal) -> tuple[Decimal, Decimal]:
    texts = tidy(rule.get("tolerance")).split(" ")[:2]
    mode = rule.get("toleranceMode", "exact")
    if mode == "exact" or not texts[0]:
        return Decimal(0), Decimal(0)
    below, above = (abs(as_number(text)) for text in (texts[0], texts[-1]))
    if mode == "relative":
        below, above = (abs(answer) * share / 100 for share in (below, above))
    return below, above


def _slider(question: _Question, interaction: Element) -> Card:
    low, high = _range(question, interaction)
    question.item.lose("It was a slider; here the number is typed.")
    question.sort_feedback()
    ask = question.item.ask(question.body.prompt(interaction))
    return number_card(ask, low, high, (low + high) / 2)


def _essay(question: _Question, interaction: Element) -> Card:
    """A self-graded card, if the item has a model answer."""
    question.response(interaction)
    name = interaction.get("responseIdentifier")
    answer = "\n\n".join(
        clean(value.text or "")
        for declaration in question.element.findall("responseDeclaration")
        if declaration.get("identifier") == name
        for value in declaration.findall("./correctResponse/value")
    )
    if answer:
        question.sort_feedback()
    else:
        answer = "\n\n".join(filter(None, question.body.feedback.values()))
    if not answer:
        raise UnreadableError("it is an essay question without a model answer")
    return {"ask": question.item.ask(question.body.prompt(interaction)), "answer": answer}
