"""Cards of a deck from what a QTI item says, in any version: options, texts with blanks, numbers,
feedback, and how the item's scoring differs.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.exchange.bank import Loss
from learnms.exchange.html_text import html_text
from learnms.kinds.cloze import GAP
from learnms.kinds.expression import shown
from learnms.kinds.groups import BOWTIE
from learnms.markdown import inline
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

MOST_OPTIONS = 60
"""Options of one question: more are no question, and scoring each of them takes time."""
LONG = 400
"""Characters from which a text before a question becomes an exhibit."""
_VERDICT = re.compile(
    r"(?:(?:yes|no),? )?(?:that(?:'s| is) )?(?:not |all )?"
    r"(?:(?:in)?correct|right|wrong|true|false|yes|no)(?: answer)?[.!]*$",
    re.IGNORECASE,
)
_UNIT = re.compile(r"\n+Answer in (?P<unit>[^\n]{1,30})\.$")
TOKEN = re.compile("\ue000(\\d+)\ue001")
_LARGEST = Decimal(10) ** 15
_MOST_PLACES = 12
_TRUE = {"true", "t", "yes"}
_FALSE = {"false", "f", "no"}

OWN_RULES = "It has custom scoring rules, which are not kept; its key is."

Card = dict[str, Any]
"""A card's fields by name, as a deck file has them."""


class UnreadableError(Exception):
    """A question that cannot become a card; the message is a sentence that says why."""


class Choice(NamedTuple):
    """An option of an item: its identifier there, its text as Markdown, its rationale, and whether
    it is not shuffled.
    """

    ident: str
    text: str
    why: str = ""
    fixed: bool = False


class Outcome(NamedTuple):
    """What an item does with an answer: its score, and the feedback that it shows."""

    score: float
    shown: frozenset[str]


@dataclass(slots=True)
class Item:
    """A question while it is read: how losses name it, its id if it has a usable one, what is lost,
    and the texts around the question.
    """

    name: str
    id: str
    losses: list[Loss]
    stem: str = ""
    explain: str = ""
    hint: str = ""
    exhibit: dict[str, str] = field(default_factory=dict)
    topic: str = ""
    tags: list[str] = field(default_factory=list)
    points: float | None = None

    def lose(self, text: str) -> None:
        """Say what is lost."""
        loss = Loss(self.name, text)
        if loss not in self.losses:
            self.losses.append(loss)

    def text(self, html: str) -> str:
        """HTML of the item as light Markdown."""
        return html_text(html, self.name, self.losses)

    def ask(self, prompt: str = "", *, instead: str = "") -> str:
        """The question: the stem and the prompt. A long stem before a prompt becomes an exhibit;
        `instead` is asked where there is neither.
        """
        if prompt and len(self.stem) > LONG:
            self.exhibit.setdefault("Passage", self.stem)
            return prompt
        asked = "\n\n".join(dict.fromkeys(filter(None, (self.stem, prompt)))) or instead
        if not asked:
            raise UnreadableError("it has no question text")
        return asked


def as_points(text: str | None) -> float | None:
    """The points of a question, if it says them."""
    try:
        points = float(text or "")
    except ValueError:
        return None
    return points if 0 < points < float("inf") else None


def points_of(card: Card) -> int:
    """The most points that a card gives."""
    if card.get("select") not in (None, "all"):
        return int(card["select"])
    if "select" in card:
        return len(card["right"])
    if "bowtie" in card:
        return sum(right for _, right, _ in BOWTIE)
    if "groups" in card:
        return sum(len(lists["right"]) for lists in card["groups"].values())
    if "rows" in card:
        rows = card["rows"].values()
        return sum(len(right) if isinstance(right, list) else 1 for right in rows)
    if "highlight" in card:
        return str(card["highlight"]).count("[[")
    return len(card.get("match") or card.get("choices") or "1")


def token(number: int) -> str:
    """A mark in a text for the response with a number; it survives the conversion to Markdown."""
    return f"\ue000{number}\ue001"


def pieces(text: str) -> list[str | int]:
    """A text as runs of text and the numbers of the responses between them."""
    parts: list[str | int] = []
    end = 0
    for match in TOKEN.finditer(text):
        parts += [text[end : match.start()], int(match[1])]
        end = match.end()
    return [part for part in (*parts, text[end:]) if part != ""]


def without_tokens(text: str) -> str:
    """A text without the marks of responses."""
    lines = [line.rstrip() for line in TOKEN.sub(" ", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def names(texts: Iterable[str], noun: str) -> list[str]:
    """Texts that become the names of fields, such as left sides: on one line, not too long, and all
    different.

    Raises:
        UnreadableError: one is empty or too long, or two are alike.
    """
    found = [line(text) for text in texts]
    distinct(found, noun)
    if any(len(name) > LONG for name in found):
        raise UnreadableError(f"one of its {noun} is longer than {LONG} characters")
    return found


def options(choices: Iterable[Choice], right: frozenset[str]) -> dict[str, Any]:
    """The fields `right` and `wrong`.

    Raises:
        UnreadableError: no option is right, two are alike, one is empty, or there is only one.
    """
    choices = list(choices)
    _check(choices)
    missing = right - {choice.ident for choice in choices}
    if not right or missing:
        raise UnreadableError("its key names none of its options" if missing else "it has no key")
    lists = [
        [_option(choice) for choice in choices if (choice.ident in right) is wanted]
        for wanted in (True, False)
    ]
    return dict(zip(("right", "wrong"), lists, strict=True))


def _check(choices: Sequence[Choice]) -> None:
    if len(choices) < 2:
        raise UnreadableError("it has fewer than two options")
    if len(choices) > MOST_OPTIONS:
        raise UnreadableError(f"it has more than {MOST_OPTIONS} options")
    distinct(choice.text for choice in choices)


def distinct(texts: Iterable[str], noun: str = "options") -> None:
    """Check that texts are there and differ.

    Raises:
        UnreadableError: one is empty, or two are alike.
    """
    seen: set[str] = set()
    for text in texts:
        if not text.strip():
            raise UnreadableError(f"one of its {noun} has no text")
        if fold(text) in seen:
            raise UnreadableError(f"two of its {noun} are alike: `{inline(text)[:60]}`")
        seen.add(fold(text))


def _option(choice: Choice) -> Any:
    return {"text": choice.text, "why": choice.why} if choice.why else choice.text


def choice_card(
    item: Item, ask: str, choices: Sequence[Choice], right: frozenset[str], most: int | None
) -> dict[str, Any]:
    """A card of one list of options: true-false, single, select-all or select-n. `most` is how many
    can be picked, None for any number.
    """
    if most == 1 and len(right) > 1:
        raise UnreadableError("several options are right, but only one can be picked")
    lists = options(choices, right)
    truths = [_truth(choice.text) for choice in choices]
    if most == 1 and len(choices) == 2 and set(truths) == {True, False}:
        truth = next(t for t, choice in zip(truths, choices, strict=True) if choice.ident in right)
        whys = [choice.why for choice in choices if choice.why]
        item.explain = "\n\n".join(dict.fromkeys(filter(None, (item.explain, *whys))))
        return {"ask": ask, "true-false": "true" if truth else "false"}
    card: dict[str, Any] = {"ask": ask}
    if most is None:
        card["select"] = "all"
    elif most > 1:
        is_counted = most == len(right)
        card["select"] = str(most) if is_counted else "all"
        if not is_counted:
            item.lose(f"At most {most} options could be picked; here any number can.")
    if most == 1:
        lists["right"] = lists["right"][0]
    if not lists["wrong"]:
        del lists["wrong"]
        if most is not None:
            card["select"] = "all"
    card |= lists
    fixed = [choice.text for choice in choices if choice.fixed]
    if len(fixed) == 1 and choices[-1].fixed:
        card["last"] = fixed[0]
    return card


def _truth(text: str) -> bool | None:
    word = inline(text).casefold().rstrip(".")
    return True if word in _TRUE else False if word in _FALSE else None


def pairs_card(ask: str, pairs: dict[str, str], rights: Sequence[str]) -> dict[str, Any]:
    """A card of pairs out of all right sides: match, or matrix-one where left sides share one."""
    used = {fold(right) for right in pairs.values()}
    if len(used) == len(pairs) > 1:
        extra = [text for text in rights if fold(text) not in used]
        return {"ask": ask, "match": pairs} | ({"extra": extra} if extra else {})
    if len(rights) < 2:
        raise UnreadableError("it has fewer than two options")
    return {"ask": ask, "columns": list(rights), "rows": pairs}


def sentence_card(
    ask: str, text: str, blanks: Mapping[int, tuple[Sequence[Choice], str]]
) -> dict[str, Any]:
    """A card of drop-downs: a text with marks, and per mark its options and the right one."""
    written, choices = [], {}
    numbers = [part for part in pieces(text) if isinstance(part, int)]
    for part in pieces(text):
        if isinstance(part, str):
            written.append(part.replace("{{", "\\{{").replace("}}", "\\}}"))
            continue
        number = str(numbers.index(part) + 1)
        written.append(f"{{{{{number}}}}}")
        listed, right = blanks[part]
        lists = options(listed, frozenset([right]))
        choices[number] = {"right": lists["right"][0], "wrong": lists["wrong"]}
    if sorted(numbers) != sorted(blanks):
        raise UnreadableError("its text does not show where each blank is")
    return {"ask": ask, "blanks": "".join(written).strip(), "choices": choices}


def typed_cards(text: str, accepted: Mapping[int, Sequence[str]]) -> list[dict[str, Any]]:
    """Cards of a text with blanks that are typed into. One blank is `typed`; several are a typed
    cloze, or a card for each if any has several accepted texts, which a cloze cannot have.
    """
    parts = pieces(text)
    numbers = [part for part in parts if isinstance(part, int)]
    if sorted(numbers) != sorted(accepted):
        raise UnreadableError("its text does not show where each blank is")
    accepted = {number: _differing(texts) for number, texts in accepted.items()}
    if not all(accepted.values()):
        raise UnreadableError("one of its blanks has no key")
    if len(numbers) == 1:
        return [_typed(parts, accepted, numbers[0])]
    has_braces = any(
        "::" in one or "{{" in one or "}}" in one for t in accepted.values() for one in t
    )
    if has_braces or any(len(texts) > 1 for texts in accepted.values()):
        return [_typed(parts, accepted, number) for number in numbers]
    cloze = "".join(
        part.replace("{{", "\\{{").replace("}}", "\\}}")
        if isinstance(part, str)
        else f"{{{{c{numbers.index(part) + 1}::{accepted[part][0]}}}}}"
        for part in parts
    )
    return [{"cloze": cloze.strip(), "typed": "yes"}]


def _typed(parts: Sequence[str | int], accepted: Mapping[int, Sequence[str]], asked: int) -> Card:
    texts = accepted[asked]
    prompt = blank_prompt(parts, accepted, asked)
    return {"ask": prompt, "type": list(texts) if len(texts) > 1 else texts[0]}


def _differing(texts: Iterable[str]) -> list[str]:
    """Texts without those that only case and spaces tell apart from an earlier one."""
    known: dict[str, str] = {}
    for text in texts:
        if text.strip():
            known.setdefault(fold(text), text)
    return list(known.values())


def blank_prompt(
    parts: Sequence[str | int], accepted: Mapping[int, Sequence[str]], asked: int
) -> str:
    """The question about one blank of a text, with the accepted text in the others if there is
    only one. A blank behind a whole question is not shown.
    """
    prompt = "".join(
        part if isinstance(part, str) else GAP if part == asked else _filled(accepted[part])
        for part in parts
    ).strip()
    before = prompt.removesuffix(GAP)
    is_apart = before.endswith("\n") or before.rstrip()[-1:] in tuple("?.!:)")
    if GAP not in before and is_apart:
        prompt = before.rstrip()
    if not prompt.replace(GAP, "").strip():
        raise UnreadableError("it has no question text")
    return prompt


def _filled(accepted: Sequence[str]) -> str:
    return accepted[0] if len(accepted) == 1 else "___"


def number_card(ask: str, low: Decimal, high: Decimal, answer: Decimal) -> dict[str, Any]:
    """A card of a number that may lie in a range around the answer. A last line `Answer in mL.`
    gives the unit.
    """
    asked, unit = split_unit(ask)
    card = {"ask": asked.replace("{", "\\{"), "calc": shown(answer)} | unit
    if high != low:
        card["within"] = shown((high - low) / 2)
    return card


def split_unit(ask: str) -> tuple[str, Card]:
    """A question without its last line `Answer in mL.`, and the field for the unit."""
    match = _UNIT.search(ask)
    return (ask, {}) if match is None else (ask[: match.start()], {"unit": match["unit"]})


def as_number(text: str) -> Decimal:
    """A number of a key.

    Raises:
        UnreadableError: it is none, or far too large.
    """
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        number = Decimal("NaN")
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int) or abs(number) > _LARGEST or exponent < -_MOST_PLACES:
        raise UnreadableError(f"its key `{text.strip()[:30]}` is not a number that can be checked")
    return number


def is_verdict(text: str) -> bool:
    """Whether a text says no more than that the answer is right or wrong."""
    return not text or _VERDICT.match(inline(text).strip(" -–—")) is not None


def feedback(
    item: Item,
    texts: Mapping[str, str],
    right: Outcome | None,
    picks: Mapping[str, Outcome | None],
    key: frozenset[str] = frozenset(),
) -> dict[str, str]:
    """Sort feedback: what belongs to one option is returned by option, the rest goes into the
    explanation. `right` is the outcome of the right answer, `picks` that of each option alone.
    """
    whys: dict[str, str] = {}
    general: list[str] = []
    verdicts: dict[bool, list[str]] = {True: [], False: []}
    known = {ident: outcome for ident, outcome in picks.items() if outcome is not None}
    for name, text in texts.items():
        if is_verdict(text):
            continue
        shown_by = [ident for ident, outcome in known.items() if name in outcome.shown]
        word = name.lower()
        if "correct" in word or "wrong" in word:
            verdicts["incorrect" not in word and "wrong" not in word].append(text)
        elif len(shown_by) == 1 and len(known) > 1:
            whys[shown_by[0]] = "\n\n".join(filter(None, (whys.get(shown_by[0]), text)))
        elif right is None or (name in right.shown and len(shown_by) == len(known)):
            general.append(text)
        elif name in right.shown:
            verdicts[True].append(text)
        elif shown_by and not set(shown_by) & key:
            verdicts[False].append(text)
        else:
            general.append(text)
    both = all(verdicts.values()) and verdicts[True] != verdicts[False]
    for is_right, lead in ((True, "If correct: "), (False, "If incorrect: ")):
        if verdicts[is_right]:
            general.append((lead if both else "") + "\n".join(verdicts[is_right]))
    item.explain = "\n\n".join(dict.fromkeys(filter(None, (item.explain, *general))))
    return whys


def compare_picks(
    item: Item,
    score: Callable[[frozenset[str]], float | None],
    choices: Sequence[Choice],
    key: frozenset[str],
    *,
    most: int | None,
    by_part: bool = False,
) -> None:
    """Check the key against the item's own scoring, and name how that differs from ours.
    `most` is how many options can be picked, None for any number; `by_part` says that the program
    gives part of the points for part of the options anyway.

    Raises:
        UnreadableError: another answer scores as much as the key.
    """
    whole, nothing = score(key), score(frozenset())
    if whole is None or nothing is None:
        item.lose(OWN_RULES)
        return
    full = whole - nothing
    if whole <= 0 or full <= 0:
        raise UnreadableError("its scoring gives no points for its key")

    def share(picks: frozenset[str]) -> float:
        return ((score(picks) or 0) - max(0, nothing or 0)) / full

    others = [choice for choice in choices if choice.ident not in key]
    if most == 1:
        for choice in others:
            earned = share(frozenset([choice.ident]))
            if earned >= 1:
                raise UnreadableError("another option scores as much as its key")
            if earned > 0:
                text = inline(choice.text)[:60]
                item.lose(f"Partial credit of {earned:.0%} for `{text}` is not kept.")
        return
    fewer = [share(key - {ident}) for ident in key] if len(key) > 1 else []
    is_counted = most == len(key)
    more = [] if is_counted else [share(key | {choice.ident}) for choice in others]
    if any(one >= 1 for one in fewer) or any(one > 1 for one in more):
        raise UnreadableError("another selection scores as much as its key")
    if by_part:
        return
    ours = (len(key) - 1) / len(key)
    rule = "each right pick earns a point" if is_counted else "right picks minus wrong picks count"
    if len(key) > 1 and all(one <= 0 for one in (*fewer, *more)):
        item.lose(f"It was scored all or nothing; here {rule}.")
    elif any(abs(one - ours) > 0.02 for one in (*fewer, *more)):
        item.lose(f"Options had different points; here {rule}.")
