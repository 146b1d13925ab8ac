"""One row of a question table as a card."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.exchange.delimited.columns import number_of
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.exchange.bank import ImportedBank

_KINDS = {
    "choice": "multiplechoice|mc|mcq|multichoice|choice",
    "single": "single|singlebestanswer|radio|singlechoice|oneanswer|singleanswer"
    "|multiplechoicesingle",
    "select-all": "selectall|selectallthatapply|sata|multipleresponse|multipleanswers?"
    "|multipleselect|multiselect|checkbox(?:es)?|ma|mr|multiplechoicemultiple",
    "select-n": "selectn|select\\d",
    "true-false": "truefalse|tf|trueorfalse|boolean|yesno",
    "typed": "typed|shortanswer|short|fillin|fillintheblanks?|fib|textentry|typein|sa"
    "|basictypeintheanswer",
    "flashcard": "flashcard|basic|card|termdefinition|open|openended|essay",
    "reversed": "flashcardbothways|basicandreversedcard|basicoptionalreversedcard|reversed",
    "cloze": "cloze|clozedeletion",
    "typed cloze": "clozetyped|typedcloze",
    "order": "order|ordering|orderedresponse|sequence|ranking",
    "teach-back": "teachback|explain|explaininyourownwords",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_BLANK = re.compile(r"\{\{c\d{1,9}::")
_TRUTH = {
    "true": "yes", "t": "yes", "yes": "yes", "y": "yes", "correct": "yes", "right": "yes",
    "false": "no", "f": "no", "no": "no", "n": "no", "incorrect": "no", "wrong": "no",
}  # fmt: skip
_LETTERED = re.compile(r"\(?([A-Ja-j])[.)]\s+(?=\S)")
_LETTERS = re.compile(r"\(?[A-Ja-j][.)]?(?:(?:\s*[,;/&+]\s*|\s+)\(?[A-Ja-j][.)]?)*")
_JOINED_LETTERS = re.compile(r"[A-J]{2,10}")
_NUMBERS = re.compile(r"\d{1,2}(?:\s*[,;/&+]\s*\d{1,2}|\s+\d{1,2})*")
_NAMED_KEY = re.compile(r"(?:option|choice|answer)[ _]*(\d{1,2}|[A-Ja-j])", re.IGNORECASE)
_PARTED = re.compile(r"\s*(?:\n|;|\|)\s*")
_ACCEPTED = re.compile(r"\s*\n\s*|\s+\|\s+")


class Row(NamedTuple):
    """The texts of a row by column; those of numbered columns also by their number."""

    texts: dict[str, str]
    numbered: dict[str, dict[int, str]]


class _KeyError(Exception):
    """The key of a question is not clear; the sentence says why."""


def card_of(row: Row, item: str, bank: ImportedBank) -> dict[str, Any] | None:
    """The card of a row; None, with a loss, if it makes no question whose key is clear."""
    ask = row.texts.get("ask", "")
    if not ask:
        bank.lose(item, "Left out: it has no question.")
        return None
    try:
        kind, fields = _question(row, ask)
    except _KeyError as error:
        bank.lose(item, f"Left out: {error}.")
        return None
    card: dict[str, Any] = {"id": row.texts.get("id"), **fields}
    note = row.texts.get("explain", "")
    if kind in ("cloze", "typed cloze") and (extra := row.texts.get("answer")):
        note = "\n".join(filter(None, [extra, note]))
    if note:
        bank.explain(card, note)
    if source := row.texts.get("source"):
        bank.cite(card, source)
    if hint := row.texts.get("hint"):
        card["hint"] = hint
    topic = row.texts.get("topic", "")
    if topic and not (topic == "Default" and "note type" in row.texts):  # Anki's deck of no name
        card["topic"] = bank.topic_key(" – ".join(filter(None, topic.split("::"))))
    if tags := row.texts.get("tags"):
        parted = re.split(r"[;,\n]+", tags) if re.search(r"[;,]", tags) else tags.split()
        card["tags"] = list(dict.fromkeys(tag.strip() for tag in parted if tag.strip()))
    return card


def _question(row: Row, ask: str) -> tuple[str, dict[str, Any]]:
    """The kind, and the fields of the question.

    Raises:
        _KeyError: the answer is missing or not clear.
    """
    kind = _kind(row)
    if kind in ("cloze", "typed cloze") or (not kind and _BLANK.search(ask)):
        typed = {"typed": "yes"} if kind == "typed cloze" else {}
        return kind or "cloze", {"cloze": ask, **typed}
    options = _options(row)
    if kind == "order":
        return kind, {"ask": ask, "order": [text for _, text in options]}
    answer = row.texts.get("answer") or row.texts.get("right") or row.texts.get("correct") or ""
    is_truth = {fold(text) for _, text in options} == {"true", "false"}
    if kind == "true-false" or is_truth or (not options and answer.lower() in ("true", "false")):
        if is_truth and fold(answer) not in _TRUTH:
            answer = dict(options)[min(_keys(answer, options))]
        return "true-false", {"ask": ask, "true-false": _truth(answer)}
    if options or "wrong" in row.numbered or "wrong" in row.texts:
        return _choice(row, ask, kind, options)
    return _recalled(kind, ask, answer)


def _kind(row: Row) -> str:
    """The kind that a row names; '' where it has to be found."""
    named = row.texts.get("kind") or row.texts.get("note type") or ""
    folded = re.sub(r"[^a-z0-9]", "", named.lower())
    kind = next((kind for kind, names in _PATTERNS.items() if names.fullmatch(folded)), "")
    if not kind and row.texts.get("kind"):
        msg = f"its kind `{named[:60]}` has no columns here"
        raise _KeyError(msg)
    return kind


def _truth(answer: str) -> str:
    truth = _TRUTH.get(fold(answer))
    if truth is None:
        msg = f"`{answer[:60]}` is neither true nor false"
        raise _KeyError(msg)
    return truth


def _recalled(kind: str, ask: str, answer: str) -> tuple[str, dict[str, Any]]:
    """A question without options."""
    if kind in ("choice", "single", "select-all", "select-n"):
        msg = "it has no options"
        raise _KeyError(msg)
    if not answer:
        msg = "there is no answer"
        raise _KeyError(msg)
    if kind == "teach-back":
        return kind, {"ask": ask, "teach-back": answer.split("\n")}
    if kind == "typed":
        return kind, {"ask": ask, "type": _ACCEPTED.split(answer)}
    reverse = {"reverse": "yes"} if kind == "reversed" else {}
    return "flashcard", {"ask": ask, "answer": answer, **reverse}


def _options(row: Row) -> list[tuple[int, str]]:
    """The options with their numbers, without letters in front of them."""
    options = sorted(row.numbered.get("option", {}).items())
    if not options and (listed := row.texts.get("options")):
        options = list(enumerate(filter(None, _PARTED.split(listed)), 1))
    marks = [_LETTERED.match(text) for _, text in options]
    if len(options) > 1 and all(
        mark is not None and number_of(mark[1]) == number
        for mark, (number, _) in zip(marks, options, strict=True)
    ):
        options = [
            (number, text[mark.end() :])
            for mark, (number, text) in zip(marks, options, strict=True)
            if mark is not None
        ]
    return options


def _choice(
    row: Row, ask: str, kind: str, options: list[tuple[int, str]]
) -> tuple[str, dict[str, Any]]:
    """A question whose options stand in columns: with a key, or right and wrong ones apart."""
    key = row.texts.get("correct") or row.texts.get("right") or row.texts.get("answer") or ""
    if not key:
        msg = "no right answer is marked"
        raise _KeyError(msg)
    wrong = [text for _, text in sorted(row.numbered.get("wrong", {}).items())]
    if not wrong and (listed := row.texts.get("wrong")):
        wrong = [text for text in _PARTED.split(listed) if text]
    if wrong and not options:
        right = [key] if kind in ("", "single") else _PARTED.split(key)
        options = list(enumerate([*right, *wrong], 1))
        keys = set(range(1, len(right) + 1))
    else:
        keys = _keys(key, options)
    if kind in ("single", "true-false") and len(keys) > 1:
        msg = f"a single best answer is asked, but the key `{key[:60]}` names {len(keys)} options"
        raise _KeyError(msg)
    kind = kind if kind in ("single", "select-all", "select-n") else ""
    kind = kind or ("single" if len(keys) == 1 else "select-all")
    whys, unsafe = row.numbered.get("why", {}), _signs(row.texts.get("unsafe", ""))

    def option(number: int, text: str) -> str | dict[str, str]:
        more = {"why": whys.get(number, ""), "unsafe": "yes" if number in unsafe else ""}
        return {"text": text, **more} if any(more.values()) else text

    right = [option(number, text) for number, text in options if number in keys]
    fields: dict[str, Any] = {"ask": ask}
    if kind == "select-all":
        fields["select"] = "all"
    elif kind == "select-n":
        fields["select"] = str(len(keys))
    fields["right"] = right[0] if len(right) == 1 else right
    fields["wrong"] = [option(number, text) for number, text in options if number not in keys]
    return kind, fields


def _keys(key: str, options: list[tuple[int, str]]) -> set[int]:
    """The numbers of the right options, which a key names by letter, by number or by text.

    Raises:
        _KeyError: it names none, or different ones in two ways.
    """
    by_sign = _signs(key)
    folded = {fold(text): number for number, text in options}
    texts = [fold(key)] if fold(key) in folded else [fold(text) for text in _PARTED.split(key)]
    by_text = (
        {folded[text] for text in texts if text} if set(texts) - {""} <= set(folded) else set()
    )
    numbers = {number for number, _ in options}
    if by_sign and by_sign <= numbers and by_text and by_sign != by_text:
        msg = f"the key `{key[:60]}` could be the number or the text of an option"
        raise _KeyError(msg)
    keys = by_text or by_sign
    if not keys or not keys <= numbers:
        msg = f"the key `{key[:60]}` names no option"
        raise _KeyError(msg)
    return keys


def _signs(key: str) -> set[int]:
    """The numbers that a key of letters or numbers names; empty if it is neither."""
    key = re.sub(r"\s+and\s+", ", ", key.strip().rstrip("."))
    named = _NAMED_KEY.findall(key)
    if named and not _NAMED_KEY.sub("", key).strip(" ,;&\n"):
        return {number_of(sign) for sign in named}
    if _JOINED_LETTERS.fullmatch(key) or _LETTERS.fullmatch(key):
        return {number_of(sign) for sign in re.findall(r"[A-Ja-j]", key)}
    if _NUMBERS.fullmatch(key):
        return {int(number) for number in re.findall(r"\d+", key)}
    return set()
