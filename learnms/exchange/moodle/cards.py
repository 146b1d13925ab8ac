"""Cards made of what Moodle's formats, GIFT and XML, know: answers with a weight in percent."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.exchange.html_text import clean
from learnms.exchange.moodle.bank import NotCarriedError, escaped_numbers
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from learnms.exchange.moodle.bank import Item

GAP = "_____"
BLANK = "\ufdd7"
"""A blank in a text while it is read; no text in Unicode has this character."""
FULL = Decimal(100)
NONE = Decimal(0)
_HALF_PERCENT = Decimal("0.5")
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?", re.ASCII)
_MOST_DIGITS = 20
_MOST_PLACES = 10
_FREE_PLACES = 6
"""Decimal places that an answer may have without `round`."""
_COMPLETE = "Complete the sentence."
_BACKSLASH = "\\"
_TAGS = re.compile(r"<[/!a-zA-Z][^<>]*>")
MOST_OPTIONS = 200
MOST_BLANKS = 60


class Answer(NamedTuple):
    """An answer, its weight in percent (100 is right), and its feedback, all as Markdown."""

    text: str
    weight: Decimal
    feedback: str = ""


class NumberAnswer(NamedTuple):
    """A number that counts with all that are at most `within` off, and its weight in percent."""

    value: Decimal
    within: Decimal
    weight: Decimal
    feedback: str = ""


def bare(html: str) -> str:
    """A text in HTML as it is typed: on one line, without tags and without Markdown."""
    return " ".join(clean(unescape(_TAGS.sub("", html))).split())


def number(text: str) -> Decimal | None:
    """A finite number of at most 20 digits, or None."""
    written = text.strip()
    if not _NUMBER.fullmatch(written) or len(written) > 2 * _MOST_DIGITS:
        return None
    try:
        value = Decimal(written)
    except InvalidOperation:
        return None
    if abs(value.adjusted()) > _MOST_DIGITS or len(value.as_tuple().digits) > _MOST_DIGITS:
        return None if value else Decimal(0)
    return value


def weight(text: str) -> Decimal:
    """A weight in percent.

    Raises:
        NotCarriedError: it is no number from -100 to 100.
    """
    value = number(text)
    if value is None or abs(value) > FULL:
        message = f"The weight `{text.strip()[:20]}` is not a number from -100 to 100."
        raise NotCarriedError(message)
    return value


def plain(value: Decimal) -> str:
    """A number without exponent and needless zeros."""
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("", "-0") else text


def escaped_blanks(text: str) -> str:
    """A text for a field in which two braces are a blank."""
    return text.replace("{{", "\\{{").replace("}}", "\\}}")


def asked(text: str) -> str:
    """The text of a question.

    Raises:
        NotCarriedError: it is empty.
    """
    if not text.strip():
        message = "It has no question text."
        raise NotCarriedError(message)
    return text


def one_or_list(values: list[Any]) -> Any:
    """A single text on one line as it is, anything else as a list."""
    alone = len(values) == 1 and isinstance(values[0], str) and "\n" not in values[0]
    return values[0] if alone else values


def shown_weights(answers: Iterable[Answer]) -> str:
    """Weights for a sentence: `50%, 50%, -100%`; at most eight of them."""
    texts = [f"{plain(round(answer.weight, 3))}%" for answer in answers]
    return ", ".join(texts[:8] + (["…"] if len(texts) > 8 else []))


def choice(ask: str, answers: Sequence[Answer], item: Item, *, single: bool) -> dict[str, Any]:
    """A question with options: `single` or `select: all`.

    Raises:
        NotCarriedError: the weights do not say which options are right, or options are alike.
    """
    right, wrong, takes_all = sorted_answers(answers, item, single=single)
    fields: dict[str, Any] = {"ask": asked(ask)}
    if takes_all:
        fields["select"] = "all"
    fields["right"] = one_or_list([_option(answer) for answer in right])
    if wrong:
        fields["wrong"] = [_option(answer) for answer in wrong]
    return fields


def dropdown(text: str, blanks: Sequence[Sequence[Answer]], item: Item) -> dict[str, Any]:
    """A text with a `BLANK` for each list of answers. The paragraphs before the first blank are the
    question, the rest is the sentence.

    Raises:
        NotCarriedError: a blank has more than one right answer, or half-right ones, or is lost.
    """
    choices: dict[str, Any] = {}
    for name, answers in enumerate(blanks[: MOST_BLANKS + 1], 1):
        right, wrong, _ = sorted_answers(answers, item, single=True)
        choices[str(name)] = {
            "right": one_or_list([_option(answer) for answer in right]),
            "wrong": [_option(answer) for answer in wrong],
        }
    paragraphs = text.split("\n\n")
    first = next((at for at, paragraph in enumerate(paragraphs) if BLANK in paragraph), 0)
    ask = "\n\n".join(paragraphs[:first])
    names = [f"{{{{{name}}}}}" for name in choices]
    sentence = filled(escaped_blanks("\n\n".join(paragraphs[first:])), names)
    return {"ask": ask or _COMPLETE, "blanks": sentence, "choices": choices}


def filled(text: str, blanks: Sequence[str]) -> str:
    """A text with its blanks written out.

    Raises:
        NotCarriedError: the text has not as many blanks, because one stood where text is left out.
    """
    if len(blanks) > MOST_BLANKS:
        message = f"It has more than {MOST_BLANKS} blanks."
        raise NotCarriedError(message)
    pieces = text.split(BLANK)
    if len(pieces) != len(blanks) + 1:
        message = "One of its blanks stands inside something that is left out."
        raise NotCarriedError(message)
    # a backslash before the braces of a blank would show them
    return "".join(
        f"{piece}{' ' if blank and piece.endswith(_BACKSLASH) else ''}{blank}"
        for piece, blank in zip(pieces, [*blanks, ""], strict=True)
    )


def sorted_answers(
    answers: Sequence[Answer], item: Item, *, single: bool
) -> tuple[list[Answer], list[Answer], bool]:
    """The right and the wrong answers, and whether all right ones are to be picked.

    Moodle adds up the weights of what is picked, and never goes below 0. With right answers that
    share 100% and as much off for each wrong one, that is `select: all`.

    Raises:
        NotCarriedError: the weights do not say which are right, or answers are alike.
    """
    _check_texts(answers)
    right = [answer for answer in answers if answer.weight > 0]
    wrong = [answer for answer in answers if answer.weight <= 0]
    if single or (len(right) == 1 and not any(answer.weight for answer in wrong)):
        if len(right) != 1 or right[0].weight != FULL:
            raise _half_right(answers)
        if any(answer.weight for answer in wrong):
            item.remarks.append(
                f"Its options are worth {shown_weights(answers)}; here a wrong answer costs no"
                " points."
            )
        if not wrong:
            message = "It has only one option."
            raise NotCarriedError(message)
        return right, wrong, False
    if not right or abs(sum(answer.weight for answer in right) - FULL) > _HALF_PERCENT:
        raise _half_right(answers)
    share = FULL / len(right)
    if any(abs(answer.weight - share) > _HALF_PERCENT for answer in right) or any(
        abs(answer.weight + share) > _HALF_PERCENT for answer in wrong
    ):
        item.remarks.append(
            f"Its options are worth {shown_weights(answers)}; here each right one earns a point"
            " and each wrong one costs a point."
        )
    return right, wrong, True


def _check_texts(answers: Sequence[Answer]) -> None:
    if len(answers) > MOST_OPTIONS:
        message = f"It has more than {MOST_OPTIONS} options."
        raise NotCarriedError(message)
    seen: set[str] = set()
    for answer in answers:
        if not answer.text.strip():
            message = "One of its options is empty."
            raise NotCarriedError(message)
        if fold(answer.text) in seen:
            message = f"Two of its options are the same: `{answer.text[:60]}`."
            raise NotCarriedError(message)
        seen.add(fold(answer.text))
    if len(answers) < 2:
        message = "It has only one option." if answers else "It has no options."
        raise NotCarriedError(message)


def _half_right(answers: Sequence[Answer]) -> NotCarriedError:
    right = [answer for answer in answers if answer.weight > 0]
    if not right:
        return NotCarriedError("It has no right answer.")
    if len(right) > 1 and all(answer.weight == FULL for answer in right):
        return NotCarriedError(
            f"{len(right)} of its answers are fully right, but only one can be picked: mark one, or"
            f" give each {FULL / len(right):.3g}%."
        )
    return NotCarriedError(
        f"Its options are worth {shown_weights(answers)}, so they are not simply right or wrong."
    )


def _option(answer: Answer) -> str | dict[str, str]:
    return {"text": answer.text, "why": answer.feedback} if answer.feedback else answer.text


def typed(text: str, answers: Sequence[Answer], item: Item) -> dict[str, Any]:
    """A question whose answer is typed. A blank in the text that has one answer makes a cloze.

    Raises:
        NotCarriedError: no answer is fully right, or all have wildcards.
    """
    accepted = accepted_texts(answers, item)
    if BLANK in text and len(accepted) == 1 and _can_hide(accepted[0]):
        return typed_cloze(text, accepted)
    return {"ask": asked(text.replace(BLANK, GAP)), "type": one_or_list(accepted)}


def _can_hide(text: str) -> bool:
    """Whether a blank can hide a text: `::` would begin a hint in it."""
    return "::" not in text and not text.endswith((_BACKSLASH, ":", "}")) and text[:1] != "{"


def typed_cloze(text: str, hidden: Sequence[str]) -> dict[str, Any]:
    """A text with a `BLANK` for each hidden text, which is typed.

    Raises:
        NotCarriedError: a hidden text has signs that blanks give a meaning, or a blank is lost.
    """
    if not all(map(_can_hide, hidden)):
        message = "One of its answers has `::`, or a backslash at its end."
        raise NotCarriedError(message)
    blanks = [
        f"{{{{c{number}::{escaped_blanks(answer)}}}}}" for number, answer in enumerate(hidden, 1)
    ]
    return {"cloze": filled(escaped_blanks(text), blanks), "typed": "yes"}


def accepted_texts(answers: Sequence[Answer], item: Item) -> list[str]:
    """The texts that are right; their feedback is added to what the item explains.

    Raises:
        NotCarriedError: there is none.
    """
    accepted: dict[str, str] = {}
    for answer in answers:
        text = _without_wildcards(answer, item)
        if text:
            accepted.setdefault(fold(text), text)
            item.explain.append(answer.feedback)
    if not accepted:
        message = "It has no answer that is fully right and without wildcards."
        raise NotCarriedError(message)
    return list(accepted.values())


def _without_wildcards(answer: Answer, item: Item) -> str:
    """An accepted text; '' for what typed answers cannot be: half right, or with a wildcard `*`."""
    text = " ".join(answer.text.split())
    if not text:
        return ""
    if answer.weight != FULL:
        if answer.weight > 0:
            item.remarks.append(
                f"The answer `{text[:60]}` ({plain(answer.weight)}%) is left out; typed answers"
                " are right or wrong."
            )
        elif answer.feedback:
            what = "other answers" if text == "*" else f"the wrong answer `{text[:60]}`"
            item.remarks.append(f"The feedback for {what} is left out.")
        return ""
    if re.search(r"(?<!\\)\*", text):
        item.remarks.append(f"The answer `{text[:60]}` has a wildcard (`*`) and is left out.")
        return ""
    return text.replace("\\*", "*")


def numeric(
    ask: str, answers: Sequence[NumberAnswer], item: Item, units: Sequence[str] = ()
) -> dict[str, Any]:
    """A number as the answer: a calculation of one case, which keeps the tolerance. Several exact
    numbers that are all right become a typed answer.

    Raises:
        NotCarriedError: no number is fully right, or there are several with a tolerance.
    """
    right = [answer for answer in answers if answer.weight == FULL]
    for answer in answers:
        shown = f"{plain(answer.value)} ± {plain(answer.within)}"
        if 0 < answer.weight < FULL:
            item.remarks.append(
                f"The answer {shown} ({plain(answer.weight)}%) is left out; a number is right or"
                " wrong."
            )
        elif answer.weight <= 0 and answer.feedback:
            item.remarks.append(f"The feedback for the wrong answer {shown} is left out.")
    if not right:
        message = "It has no number that is fully right."
        raise NotCarriedError(message)
    item.explain += [answer.feedback for answer in right]
    if len(right) > 1:
        if units or any(answer.within for answer in right):
            message = "It has several right numbers, with a tolerance or a unit."
            raise NotCarriedError(message)
        values = list(dict.fromkeys(plain(answer.value) for answer in right))
        return {"ask": asked(ask), "type": one_or_list(list(values))}
    value, within = right[0].value, abs(right[0].within)
    fields: dict[str, Any] = {"ask": escaped_numbers(asked(ask)), "calc": plain(value)}
    if units:
        fields["unit"] = one_or_list(list(units))
    places = -int(value.normalize().as_tuple().exponent)
    if places > _MOST_PLACES:
        message = f"The number {plain(value)} has more than {_MOST_PLACES} decimal places."
        raise NotCarriedError(message)
    if places > _FREE_PLACES:
        fields["round"] = str(places)
    if within:
        fields["within"] = plain(within)
    return fields


def true_false(ask: str, *, right: bool) -> dict[str, Any]:
    """A statement that is true or false."""
    return {"ask": asked(ask), "true-false": "true" if right else "false"}


def pairs(ask: str, sides: Sequence[tuple[str, str]], item: Item) -> dict[str, Any]:
    """Left and right sides; a right side without a left one matches nothing. Where a right side
    belongs to several, it is a matrix with the right sides as columns.

    Raises:
        NotCarriedError: there are fewer than two pairs, or two left sides are alike.
    """
    lines = [(" ".join(left.split()), " ".join(right.split())) for left, right in sides]
    if any(not right for _, right in lines):
        message = "One of its pairs has no right side."
        raise NotCarriedError(message)
    named = [(left, right) for left, right in lines if left]
    if len(named) < 2:
        message = "It has fewer than two pairs."
        raise NotCarriedError(message)
    if len({fold(left) for left, _ in named}) < len(named):
        message = "Two of its left sides are the same."
        raise NotCarriedError(message)
    columns: dict[str, str] = {}
    for _, right in lines:
        columns.setdefault(fold(right), right)
    used = [fold(right) for _, right in named]
    if len(set(used)) == len(used):
        fields: dict[str, Any] = {"ask": asked(ask), "match": dict(named)}
        extra = [text for key, text in columns.items() if key not in used]
        return fields | ({"extra": extra} if extra else {})
    if len(columns) < 2:
        message = "All its pairs have the same right side."
        raise NotCarriedError(message)
    rows = {left: columns[fold(right)] for left, right in named}
    return {"ask": asked(ask), "columns": list(columns.values()), "rows": rows}


def headed(
    ask: str, labels: Sequence[str], lists: Sequence[Sequence[Answer]], item: Item
) -> dict[str, Any]:
    """Headings, each with its own check boxes: `groups`, or a matrix where all have the same.

    Raises:
        NotCarriedError: the weights of one do not say which of its answers are right.
    """
    groups = {}
    for label, answers in zip(labels, lists, strict=True):
        right, wrong, takes_all = sorted_answers(answers, item, single=False)
        if not takes_all:
            item.remarks.append(f"Under `{label[:60]}`, each wrong answer costs a point here.")
        groups[label] = (right, wrong)
    names = [[answer.text for answer in answers] for answers in lists]
    has_feedback = any(answer.feedback for answers in lists for answer in answers)
    if not has_feedback and all(texts == names[0] for texts in names):
        rows = {label: [answer.text for answer in right] for label, (right, _) in groups.items()}
        return {"ask": ask or _COMPLETE, "columns": names[0], "rows": rows}
    fields: dict[str, Any] = {}
    for label, (right, wrong) in groups.items():
        fields[label] = {"right": [_option(answer) for answer in right]}
        if wrong:
            fields[label]["wrong"] = [_option(answer) for answer in wrong]
    return {"ask": ask or _COMPLETE, "groups": fields}


def essay(ask: str, answer: str) -> dict[str, Any]:
    """A question that people answer at length: a flashcard.

    Raises:
        NotCarriedError: no model answer is written.
    """
    if not answer:
        message = "It is an essay question without a model answer."
        raise NotCarriedError(message)
    return {"ask": asked(ask), "answer": answer}
