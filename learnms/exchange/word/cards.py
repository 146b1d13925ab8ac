"""A question of a paper as the card of a deck, or the reason why it cannot be one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from learnms.decks.model import level_of_bloom
from learnms.exchange.word.lines import STARS, PaperQuestion, markdown, quoted, table_markdown
from learnms.exchange.word.typed import accepted
from learnms.text import fold

if TYPE_CHECKING:
    from learnms.exchange.bank import ImportedBank
    from learnms.exchange.word.lines import Choice

_SIGN_BEFORE = re.compile(rf"^[{re.escape(STARS)}]+\s*")
_SIGN_AFTER = re.compile(
    rf"\s*(?:[{re.escape(STARS)}]+|[\[(<{{]\s*(?:the\s+)?(?:correct|right)(?:\s+(?:answer|option))?"
    r"\s*[\])>}]|(?:<-+|←|⇐)(?:\s*(?:correct|right|answer)(?:\s+answer)?)?"
    r"|\s-+\s*(?:correct|right)(?:\s+answer)?|[\[(]\s*(?:answer|key)\s*[\])])\s*$",
    re.IGNORECASE,
)
_LETTER = re.compile(r"\(?(?P<label>[A-Za-z]|\d)\)?(?![\w'’])")
_BETWEEN = re.compile(r"\s*(?:,\s*and\b|,|;|&|/|\+|\band\b|->|→|>|\s)\s*")
_AFTER = re.compile(
    r"\s*$|\s*[.):;\]–—-]\s*|\s*\((?=\S)|\s+(?=(?:is|are|because|since)\b)", re.IGNORECASE
)
_COMPACT = re.compile(r"[A-H]{2,8}")
_ALL = re.compile(
    r"\b(?:all that apply|all (?:the )?correct|sata|multiple response)\b", re.IGNORECASE
)
_SOME = re.compile(
    r"\b(?:select|choose|which|pick|identify)\s+(?:the\s+)?(two|three|four|five|[2-5])\b",
    re.IGNORECASE,
)
_NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5}
_ORDER = re.compile(
    r"\b(?:in|correct|proper|priority)\s+(?:the\s+)?(?:\w+\s+)?(?:order|sequence)\b", re.IGNORECASE
)
_MATCH = re.compile(r"\bmatch(?:ing)?\b", re.IGNORECASE)
_TRUE_FALSE = re.compile(
    r"^\(?\s*true\s*(?:/|or)\s*false\s*\)?\s*[:.?–-]*\s*"
    r"|\s*\(?\s*\b(?:T\s*/\s*F|true\s*(?:/|or)\s*false)\s*\)?\s*[:.?]*$",
    re.IGNORECASE,
)
_BOTH_TRUTHS = re.compile(r"\b(?P<True>true)\s*(?:/|or)\s*(?P<False>false)\b", re.IGNORECASE)
_TRUTHS = {"true": "true", "t": "true", "false": "false", "f": "false"}
_POINTS = re.compile(
    r"\s*[(\[]\s*\d+(?:\.\d+)?\s*(?:points?|pts?|marks?)\s*[)\]]\s*", re.IGNORECASE
)
_GAP = re.compile(r"_{3,}|…{2,}|\.{5,}")
_REFERRING = re.compile(
    r"(?:(?:both|only|all|either|neither|options?|answers?|choices?)\s+)*\(?[A-F]\)?"
    r"(?:\s*(?:,|and|&|or|nor)\s*(?:and\s+)?\(?[A-F]\)?)+(?:\s+(?:only|are|above)\b.*)?\.?",
    re.IGNORECASE,
)
_OF_ABOVE = re.compile(r"\b(?:all|none) of (?:the above|these|them)\b", re.IGNORECASE)
_PAIRS = re.compile(r"(\d{1,2})\s*[-–—.:=)→]+\s*([A-Za-z])\b")
_LEFT = re.compile(r"(?:_+\s*)?(\d{1,2})\s*[.)]\s*(?=\S)")
_RIGHT = re.compile(r"(?:_+\s*)?([A-Za-z])\s*[.)]\s*(?=\S)")
_MARKS = ("highlight", "bold", "underline", "color")
_LONGEST_TYPED = 60


class NoCardError(Exception):
    """A question that cannot be carried; its text is the reason as a sentence."""


def card_of(question: PaperQuestion, bank: ImportedBank) -> dict[str, Any]:
    """The card of a question.

    Raises:
        NoCardError: it has no key, ways of marking it disagree, or it is no question.
    """
    if question.doubt:
        raise NoCardError(question.doubt)
    _sort(question)
    stem, lost_points = _stem(question)
    if not stem:
        raise NoCardError("It has no text.")
    card: dict[str, Any] = {"ask": stem}
    rests = _fill(card, question)
    if lost_points:
        bank.lose(f"question {question.number}", "Its points were left out.")
    for text in question.lost:
        bank.lose(f"question {question.number}", text)
    if explain := "\n".join(filter(None, [*rests, *question.rationale])).strip():
        bank.explain(card, explain)
    if question.sources:
        bank.cite(card, "; ".join(question.sources))
    if question.topic:
        card["topic"] = bank.topic_key(question.topic)
    _add_level(card, question, bank)
    exhibit = {"Case": question.case} if question.case else {}
    if question.tables:
        exhibit["Exhibit"] = "\n\n".join(map(table_markdown, question.tables))
    if exhibit:
        card["exhibit"] = exhibit
    return card


def _add_level(card: dict[str, Any], question: PaperQuestion, bank: ImportedBank) -> None:
    level = question.level.lower()
    name = level_of_bloom(level)
    if name:
        card["level"] = name
    elif level:
        bank.lose(f"question {question.number}", f"Its level {quoted(level)} was left out.")


def _sort(question: PaperQuestion) -> None:
    """Put lettered options in the order of their letters.

    Raises:
        NoCardError: a letter is missing.
    """
    labels = [choice.label for choice in question.choices]
    if all(re.fullmatch("[A-Z]", label) for label in labels) and set(labels) != {"T", "F"}:
        question.choices.sort(key=lambda choice: choice.label)
        missing = sorted({chr(at) for at in range(65, ord(max(labels, default="@")))} - set(labels))
        if missing and "A" in labels:
            raise NoCardError(f"Its option {missing[0]} is missing.")


def _stem(question: PaperQuestion) -> tuple[str, bool]:
    """The text of a question without its points, and whether it had any."""
    lines = [markdown(line) for line in question.stem if line.text]
    lines += [f"- {markdown(line)}" for line in question.bullets]
    text = "\n".join(lines).strip()
    plain = _POINTS.sub(" ", text).strip()
    return plain, plain != text


def _fill(card: dict[str, Any], question: PaperQuestion) -> list[str]:
    """Give the card its kind and key; what answer lines say besides is returned."""
    if not question.choices and _matching(card, question):
        return []
    said = [*question.answers, *question.listed]
    if not question.choices:
        if question.may_be_option:
            raise NoCardError("It may be an option of another question: numbers start again here.")
        return _without_options(card, question, said)
    texts = [_signed(choice) for choice in question.choices]
    if [fold(text) for text, _ in texts] in (["true", "false"], ["false", "true"]):
        keys, rests = _keys(question, texts)
        if len(keys) != 1:
            raise NoCardError("Both true and false are marked.")
        card["ask"] = _TRUE_FALSE.sub("", card["ask"]).strip() or card["ask"]
        card["true-false"] = fold(texts[keys.pop()][0])
        return rests
    return _with_options(card, question, texts)


def _without_options(card: dict[str, Any], question: PaperQuestion, said: list[str]) -> list[str]:
    answers = list(dict.fromkeys(text.strip() for text in said if text.strip()))
    if not answers and (truth := _marked_truth(question)):
        card["ask"] = _TRUE_FALSE.sub("", card["ask"].replace("*", "")).strip()
        card["true-false"] = truth
        return []
    if not answers:
        raise NoCardError("It has no options and no answer.")
    first, _, rest = answers[0].partition("\n")
    truths = {_TRUTHS.get(fold(re.split(r"[.;,:–—\s-]", text)[0]), "") for text in answers}
    if "" not in truths:
        if len(truths) > 1:
            raise NoCardError("Its answers disagree: true and false.")
        card["ask"] = _TRUE_FALSE.sub("", card["ask"]).strip() or card["ask"]
        card["true-false"] = truths.pop()
        after = re.sub(r"^\s*\w+\s*[.;,:–—-]*\s*", "", answers[0])
        return [after] if after else []
    if len({fold(text) for text in answers}) > 1:
        raise NoCardError("Its answers disagree.")
    if re.fullmatch(r"\(?[A-Ha-h]\)?\.?", first):
        raise NoCardError(f"Its answer is {quoted(first)}, but it has no options.")
    gaps = len(_GAP.findall(card["ask"]))
    if gaps > 1:
        raise NoCardError("It has more than one blank; write it as a cloze by hand.")
    if gaps and len(first) <= _LONGEST_TYPED:
        texts, alternatives = accepted(first, _GAP.split(card["ask"], maxsplit=1)[1])
        card["type"] = texts[0] if len(texts) == 1 else texts
        if len(alternatives) > 1:
            named = ", ".join(map(quoted, alternatives))
            question.lost.append(f"Each of its answers is accepted: {named}.")
    else:
        card["answer"] = answers[0]
        return []
    return [rest] if rest else []


def _marked_truth(question: PaperQuestion) -> str:
    """Which word of `(True / False)` in a question is marked; '' if none or both are."""
    marked = {
        word.lower()
        for line in question.stem
        for words in [_BOTH_TRUTHS.search(line.text)]
        if words
        for word in ("True", "False")
        if line.part(*words.span(word)).marks() & set(_MARKS) - line.marks()
    }
    return marked.pop() if len(marked) == 1 else ""


def _signed(choice: Choice) -> tuple[str, bool]:
    """The text of an option without a sign that marks it, and whether there is one."""
    text = choice.line.text.replace("\t", " ")
    plain = _SIGN_AFTER.sub("", _SIGN_BEFORE.sub("", text))
    return " ".join(plain.split()).strip(), choice.is_signed or plain != text


def _keys(question: PaperQuestion, texts: list[tuple[str, bool]]) -> tuple[set[int], list[str]]:
    """The right options. Every way in which they are marked has to agree."""
    ways: dict[str, set[int]] = {}
    signed = {index for index, (_, is_signed) in enumerate(texts) if is_signed}
    if 0 < len(signed) < len(texts):
        ways["a mark"] = signed
    marks = [choice.line.marks() for choice in question.choices]
    for mark in _MARKS:
        found = {index for index, its in enumerate(marks) if mark in its}
        if 0 < len(found) < len(texts):
            ways[mark] = found
    rests = []
    for name, said in (("the answer line", question.answers), ("the answer key", question.listed)):
        for text in said:
            keys, rest = _said(text, question, [option for option, _ in texts])
            if ways.get(name, set(keys)) != set(keys):
                raise NoCardError(f"{name[:1].upper()}{name[1:]} contradicts itself.")
            ways[name] = set(keys)
            rests += [rest] if rest else []
    if not ways:
        raise NoCardError("No option is marked as right, and no answer is given.")
    first = next(iter(ways.values()))
    if any(keys != first for keys in ways.values()):
        labels = [choice.label or str(at) for at, choice in enumerate(question.choices, 1)]
        told = "; ".join(
            f"{name}: {', '.join(labels[key] for key in sorted(keys))}"
            for name, keys in ways.items()
        )
        raise NoCardError(f"Its answers disagree ({told}).")
    return first, rests


def _said(text: str, question: PaperQuestion, options: list[str]) -> tuple[list[int], str]:
    """The options that an answer names by letter or by text, and what it says after them.

    Raises:
        NoCardError: it names none.
    """
    text = text.strip()
    labels = [choice.label for choice in question.choices]
    folded = [_bare(option) for option in options]
    if _bare(text) in folded:
        return [folded.index(_bare(text))], ""
    if sorted(folded) == ["false", "true"] and (truth := _TRUTHS.get(_bare(text))):
        return [folded.index(truth)], ""
    letters, rest = _letters(text, labels)
    if letters:
        unknown = [letter for letter in letters if letter not in labels]
        if unknown:
            raise NoCardError(f"Its answer is {unknown[0]}, which is not one of its options.")
        keys = list(dict.fromkeys(labels.index(letter) for letter in letters))
        if rest and _bare(rest) in folded:
            if len(keys) > 1 or folded.index(_bare(rest)) != keys[0]:
                raise NoCardError("The letter and the text of its answer disagree.")
            rest = ""
        return keys, rest
    parts = [_bare(part) for part in re.split(r"[;\n]", text) if part.strip()]
    if parts and all(part in folded for part in parts):
        return [folded.index(part) for part in parts], ""
    raise NoCardError(f"Its answer {quoted(text)} is not one of its options.")


def _bare(text: str) -> str:
    return fold(text).strip(".\"“”'")


def _letters(text: str, labels: list[str]) -> tuple[list[str], str]:
    """The labels with which an answer starts, and the rest; no labels if it starts otherwise. After
    a space alone, only a capital letter that is one of `labels` is one.
    """
    text = re.sub(r"^(?:options?|choices?|letters?)\s+(?=\S)", "", text, flags=re.IGNORECASE)
    if _COMPACT.fullmatch(text) and len(set(text)) == len(text):
        return list(text), ""
    letters: list[str] = []
    at = end = 0
    while match := _LETTER.match(text, at):
        if at and text[end:at].isspace() and match["label"] not in labels:
            break
        letters.append(match["label"].upper())
        end = match.end()
        between = _BETWEEN.match(text, end)
        if between is None:
            break
        at = between.end()
    if letters and text[end - 1] == ")":
        return letters, text[end:].strip()
    after = _AFTER.match(text, end)
    if not letters or after is None:
        return [], ""
    return letters, text[after.end() :].strip().removesuffix(")" if "(" in after.group() else "")


def _with_options(
    card: dict[str, Any], question: PaperQuestion, texts: list[tuple[str, bool]]
) -> list[str]:
    """Single choice, select all or a number, or steps in order."""
    options = [text for text, _ in texts]
    if len(options) < 2:
        raise NoCardError("It has only one option.")
    if not all(options):
        raise NoCardError("One of its options has no text.")
    if len({fold(text) for text in options}) < len(options):
        raise NoCardError("Two of its options are the same.")
    stem = card["ask"]
    if _ORDER.search(stem):
        ordered = _ordered(question, options)
        if ordered is not None:
            card["order"] = ordered[0]
            return ordered[1]
    if any(_REFERRING.fullmatch(text) for text in options):
        raise NoCardError("Its options refer to each other by letter, but options are shuffled.")
    keys, rests = _keys(question, texts)
    if select := _select(question, stem, keys):
        card["select"] = select
    if len(keys) == len(options) and select != "all":
        raise NoCardError("All of its options are marked.")
    whys = [
        " ".join(filter(None, [*c.why, question.whys.get(c.label, "")])) for c in question.choices
    ]
    values = [{"text": o, "why": why} if why else o for o, why in zip(options, whys, strict=True)]
    right = [value for at, value in enumerate(values) if at in keys]
    card["right"] = right[0] if len(right) == 1 else right
    card["wrong"] = [value for at, value in enumerate(values) if at not in keys]
    above = [text for text in options if _OF_ABOVE.search(text)]
    if above and above[-1] == options[-1]:
        card["last"] = options[-1]
    return rests


def _select(question: PaperQuestion, stem: str, keys: set[int]) -> str:
    """What `select` says: a number, `all`, or '' for a question with one right option."""
    is_all = bool(_ALL.search(stem))
    some = None if is_all else _SOME.search(stem)
    if some:
        wanted = _NUMBERS.get(some[1].lower()) or int(some[1])
        if wanted != len(keys):
            raise NoCardError(f"It asks for {wanted} answers, but {len(keys)} are marked.")
        return str(wanted)
    if len(keys) > 1 and not is_all:
        question.lost.append("It has several right options, so it became select all that apply.")
    return "all" if is_all or len(keys) > 1 else ""


def _ordered(question: PaperQuestion, options: list[str]) -> tuple[list[str], list[str]] | None:
    """The options in the order that every answer gives; None if none gives a whole order."""
    labels = [choice.label for choice in question.choices]
    orders = []
    rests = []
    for text in [*question.answers, *question.listed]:
        letters, rest = _letters(text.strip(), labels)
        if sorted(letters) != sorted(labels):
            return None
        orders.append(letters)
        rests += [rest] if rest else []
    if not orders:
        return None
    if any(order != orders[0] for order in orders):
        raise NoCardError("Its answers give two orders.")
    return [options[labels.index(letter)] for letter in orders[0]], rests


def _columns(question: PaperQuestion) -> tuple[dict[str, str], dict[str, str]]:
    """The numbered and the lettered entries of the columns to match."""
    left: dict[str, str] = {}
    right: dict[str, str] = {}
    for row in question.tables[0].rows:
        for cell in row:
            for line in cell:
                if match := _LEFT.match(line.text):
                    left[match[1]] = line.text[match.end() :].strip()
                elif match := _RIGHT.match(line.text):
                    right[match[1].upper()] = line.text[match.end() :].strip()
                elif line.label and line.number_format == "decimal":
                    left[line.label.strip(".)( ")] = line.text
                elif line.label and line.number_format.endswith("Letter"):
                    right[line.label.strip(".)( ").upper()] = line.text
    return left, right


def _matching(card: dict[str, Any], question: PaperQuestion) -> bool:
    """Fill in a question that matches two columns of a table; False if it is none."""
    if len(question.tables) != 1 or not _MATCH.search(card["ask"]):
        return False
    left, right = _columns(question)
    said = [dict(_PAIRS.findall(text)) for text in [*question.answers, *question.listed]]
    if len(left) < 2 or len(right) < 2:
        raise NoCardError("Its columns to match are not numbered and lettered.")
    if not said or any(pairs != said[0] for pairs in said):
        raise NoCardError("It has no answer for each row, or answers that disagree.")
    pairs = {number: letter.upper() for number, letter in said[0].items()}
    if set(pairs) != set(left) or not set(pairs.values()) <= set(right):
        raise NoCardError("Its answers do not fit its columns.")
    card["match"] = {left[number]: right[pairs[number]] for number in left}
    extra = [text for letter, text in right.items() if letter not in pairs.values()]
    if extra:
        card["extra"] = extra
    question.tables.clear()
    return True
