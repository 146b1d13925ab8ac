"""LM3: options that give the answer away, refer to each other, or overlap."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.rules.questions import CHOICES, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from learnms.decks.rules.questions import Question, Subject
    from learnms.kinds.response import Option

_OF_THEM = (
    r"(?:the )?(?:above|these|those|them|options?|answers?|choices?|listed|given|mentioned)"
    r"(?: (?:options|answers|choices|above|are|is|statements))*"
)
_ALL = re.compile(
    rf"(?:all|none|both|neither|any) (?:of )?{_OF_THEM}(?: (?:true|correct|right|false|wrong))?\W*",
    re.IGNORECASE,
)
_ALL_TRUE = re.compile(
    r"(?:all|none|both)(?: of (?:them|these))? (?:is|are) (?:true|correct|right|false|wrong)\W*",
    re.IGNORECASE,
)
_SIGN = r"(?:[A-H]|[1-9]|[IV]{1,3})"
_COMBINED = re.compile(
    rf"(?P<lead>[Bb]oth |[Oo]ptions? |[Aa]nswers? |[Ss]tatements? )?(?=(?P<digit>\d)?){_SIGN}"
    rf"(?:(?:, | and | & |, and ){_SIGN})+(?P<only> only| are (?:correct|true))?\W*"
)
_HEDGE = re.compile(
    r"\b(?:[Uu]sually|[Gg]enerally|(?<!more )(?<!less )(?<!how )[Oo]ften|[Ss]ometimes|may|might"
    r"|[Tt]ypically|[Mm]ostly|[Pp]robably|[Cc]ommonly|[Rr]arely|[Pp]ossibly"
    r"|[Ii]n (?:most|some) (?:cases|people|patients)|tends? to)\b"
)
"""`May` with a capital is the month."""
_ABSOLUTE = re.compile(
    r"\b(?:always|never|only|completely|entirely|totally|forever|under no circumstances"
    r"|in any case|(?<!in )(?<!at )(?<!after )(?<!above )(?<!first of )all(?! (?:\d|two|three|four"
    r"|five|six|seven|eight|nine|ten)\b)|every(?! ?(?:\d|other\b|few\b|(?:two|three|four|five|six"
    r"|eight|twelve|second|day|night|morning|week|month|year|hour|minute)s?\b)))\b",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?<![A-Za-z\d.,-])(?!(?:911|112|999)\b)\d[\d.,]*(?:[ -]?[%°]|[ -](?:[a-z]|mL))"
)
"""A number with what it counts. A number alone may be a name: 911, Office 365."""
_ANY_NUMBER = re.compile(
    r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|once"
    r"|twice|half|quarter|third|fifth|eighth|tenth|an hour|a (?:day|week|month|year))\b",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?:a|[Aa]n|[Tt]he|is|are|was|were|be|it|that|this|its|their)\b")
_ENDING = re.compile(r"(?:ies|es|s|ed|ing|ion|ions|y)$")
_SIGN_OF_MEANING = re.compile(r"[^\w\s,;.:'’]|\.(?=\w)")
_COMMON = frozenset(
    (
        *("minutes", "before", "during", "between", "without", "within", "higher"),
        *("longer", "larger"),
        *("smaller", "should", "through", "another", "because", "already", "months", "second"),
        *("percent", "number", "people", "person", "patient", "patients", "doctor", "nurses"),
        *("with", "that", "have", "from", "this", "what", "which", "when", "they", "your", "will"),
        *(
            "been",
            "their",
            "there",
            "then",
            "than",
            "after",
            "first",
            "last",
            "more",
            "less",
            "some",
        ),
        *("does", "should", "would", "could", "about", "into", "only", "both", "each", "every"),
    )
)
"""Words that are in every question, and point to no option."""
_SHORTEST = 4
"""Letters of a word by which a wrong option refers to the question as well."""
_FREQUENT = 0.05
"""The share of a deck's questions from which on a word is the deck's subject."""
_LEAST_LONG = 30
"""Characters of a key below which it is a name, whose length nobody chose."""
_FEWEST_FOR_SHARE = 20
_SPREAD = 2
"""Standard deviations above chance at which a share says something."""

_NUMBER = r"(?P<{0}>\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?)"
_RANGE = re.compile(
    r"(?P<lead>about |up to |under |over |below |above |less than |fewer than |more than |at least"
    r" |at most |within )?"
    + _NUMBER.format("low")
    + r"(?: ?(?:-|–|—|to) ?"
    + _NUMBER.format("high")
    + r")?(?P<more> or more| or less| or longer)?"
    r"(?P<unit> ?%| ?[A-Za-z][\w/]*(?: [a-z]+)?)?(?P<after> or more| or less| or longer)?\W*",
    re.IGNORECASE,
)
_BELOW = {"up to": True, "at most": True, "within": True, "under": False, "below": False}
_BELOW |= {"less than": False, "fewer than": False}
_ABOVE = {"at least": True, "over": False, "above": False, "more than": False}


class Interval(NamedTuple):
    """Numbers that an option covers, with its unit; `is_open` on one side. A limit that is left
    out is moved by a hair.
    """

    low: float
    high: float
    unit: str
    is_open: bool


def options_findings(subject: Subject) -> None:
    """Advise on options."""
    about = _subject_words(question.stem for question in subject.questions)
    for question in subject.questions:
        for group in question.groups:
            if question.kind in CHOICES or question.kind in ("dropdown", "rationale"):
                last = group.options[group.last].text if group.last is not None else ""
                _check_references(subject, question, group.options, last)
                _check_alike(subject, question, group.options)
        if question.kind == "single":
            (group,) = question.groups
            _check_key(subject, question, group.options, about)
            _check_overlap(subject, question, group.options)
    _check_extremes(subject)


def _check_references(
    subject: Subject, question: Question, options: Sequence[Option], last: str
) -> None:
    for option in options:
        if _ALL.fullmatch(option.text) or _ALL_TRUE.fullmatch(option.text):
            is_last = option.text == last
            if is_last and option.text.casefold().startswith("none"):
                continue
            subject.add(
                "LM303",
                question.entry,
                question.place_of(option.text),
                f"`{option.text}` can be judged without knowing every option"
                if is_last
                else f"`{option.text}` refers to the other options, which are shuffled",
                "ask with `select: all`, or write a real option",
            )
            return
    combined = [(option.text, _COMBINED.fullmatch(option.text)) for option in options]
    found = [(text, match) for text, match in combined if match]
    lettered = [match for _, match in found if not match["digit"]]
    if len(lettered) > 1 or any(match["lead"] or match["only"] for _, match in found):
        subject.add(
            "LM310",
            question.entry,
            question.place_of(found[0][0]),
            f"`{found[0][0]}` combines other options by their places, but options are shuffled",
            "ask with `select: all`",
        )


def _check_alike(subject: Subject, question: Question, options: Sequence[Option]) -> None:
    """Report two options that differ in articles and the like alone. The order of words counts:
    `The dose, not the rate` is no twin of `The rate, not the dose`.
    """
    seen: dict[tuple[str, ...], str] = {}
    for option in options:
        plain = _ARTICLE.sub(" ", option.text)
        roots = [_root(word) if len(word) > _SHORTEST else word for word in words(plain)]
        telling = (*roots, *_SIGN_OF_MEANING.findall(plain))
        other = seen.setdefault(telling, option.text)
        if len(roots) > 1 and other != option.text:
            subject.add(
                "LM309",
                question.entry,
                question.place_of(option.text),
                f"`{option.text}` says the same as `{other}`",
                "replace one, or make the difference plain",
            )
            return


def _check_key(
    subject: Subject, question: Question, options: Sequence[Option], about: frozenset[str]
) -> None:
    key = next(option.text for option in options if option.right)
    wrong = [option.text for option in options if not option.right]
    longest = max(map(len, wrong))
    ratio = subject.thresholds["key-length-ratio"]
    place = question.place_of(key)
    if len(key) >= _LEAST_LONG and len(key) > ratio * longest:
        subject.add(
            "LM304",
            question.entry,
            place,
            f"the right option has {len(key)} characters, the longest wrong one {longest}",
            "shorten it, or give the wrong ones as much detail",
        )
    if len(wrong) < subject.thresholds["fewest-wrong-options"]:
        return
    if _AMOUNT.search(key) and not any(map(_ANY_NUMBER.search, wrong)):
        subject.add(
            "LM305",
            question.entry,
            place,
            "only the right option has a number",
            "give the wrong ones numbers too, or move it to `explain`",
        )
    hedge = _HEDGE.search(key)
    if hedge and not any(map(_HEDGE.search, wrong)):
        subject.add(
            "LM306",
            question.entry,
            place,
            f"only the right option hedges (`{hedge[0]}`)",
            "drop the hedge, or make the wrong ones as careful",
        )
    absolute = [
        (text, found[0])
        for text in wrong
        if (found := _ABSOLUTE.search(text)) and not _ALL.fullmatch(text)
    ]
    if not _ABSOLUTE.search(key) and len(absolute) >= subject.thresholds["absolute-options"]:
        named = ", ".join(f"`{word}`" for word in dict.fromkeys(word for _, word in absolute))
        subject.add(
            "LM307",
            question.entry,
            question.place_of(absolute[0][0]),
            f"only wrong options are absolute ({named})",
            "make them less absolute",
        )
    _check_echo(subject, question, key, wrong, about)


def _check_echo(
    subject: Subject, question: Question, key: str, wrong: list[str], about: frozenset[str]
) -> None:
    letters = subject.thresholds["echo-letters"]
    echoed = (_telling(question.stem, letters) - about) & _telling(key, letters)
    stem = _telling(question.stem, _SHORTEST)
    if not echoed or any(stem & _telling(text, _SHORTEST) for text in wrong):
        return
    word = next(word for word in words(key) if _root(word) in echoed)
    subject.add(
        "LM314",
        question.entry,
        question.place_of(key),
        f"only the right option repeats a word of the question: `{word}`",
        "reword one of them",
    )


def _telling(text: str, letters: float) -> set[str]:
    return {
        _root(word)
        for word in words(text)
        if len(word) >= letters and word.isalpha() and word not in _COMMON
    }


def _subject_words(stems: Iterable[str]) -> frozenset[str]:
    """What a deck is about: the words in many of its questions."""
    counts: Counter[str] = Counter()
    number = 0
    for stem in stems:
        number += 1
        counts.update({_root(word) for word in words(stem)})
    return frozenset(word for word, count in counts.items() if count > max(2, _FREQUENT * number))


def _root(word: str) -> str:
    """A word without the endings of plural and tense."""
    return _ENDING.sub("", word)


def _check_overlap(subject: Subject, question: Question, options: Sequence[Option]) -> None:
    intervals = [(option.text, _interval(option.text)) for option in options]
    known = [(text, interval) for text, interval in intervals if interval is not None]
    for at, (text, one) in enumerate(known):
        for other_text, other in known[:at]:
            if one.unit != other.unit or (one.is_open and other.is_open):
                continue
            if max(one.low, other.low) <= min(one.high, other.high):
                subject.add(
                    "LM308",
                    question.entry,
                    question.place_of(text),
                    f"`{text}` and `{other_text}` overlap",
                    "move their limits apart",
                )
                return


def _interval(text: str) -> Interval | None:
    """The numbers that an option covers, or None if it is not only a number or a range."""
    found = _RANGE.fullmatch(text)
    if found is None:
        return None
    low = float(found["low"].replace(",", ""))
    high = float((found["high"] or found["low"]).replace(",", ""))
    unit = (found["unit"] or "").strip().casefold()
    unit = unit if unit.endswith("ss") else unit.removesuffix("s")
    lead = (found["lead"] or "").strip().casefold()
    tail = (found["more"] or found["after"] or "").strip().casefold()
    hair = 1e-9 * max(1.0, high)
    if lead in _BELOW or tail == "or less":
        return Interval(0, high if _BELOW.get(lead, True) else high - hair, unit, is_open=True)
    if lead in _ABOVE or tail:
        edge = low if _ABOVE.get(lead, True) else low + hair
        return Interval(edge, float("inf"), unit, is_open=True)
    return Interval(low, high, unit, is_open=False)


def _check_extremes(subject: Subject) -> None:
    """The share of single-best questions whose key is the one longest option, or the shortest,
    compared with what chance would give: 1/k of the questions with k options.
    """
    lists = [
        question.groups[0].options for question in subject.questions if question.kind == "single"
    ]
    count = len(lists)
    if count < _FEWEST_FOR_SHARE:
        return
    chances = [1 / len(options) for options in lists]
    expected = sum(chances) / count
    spread: float = (sum(p * (1 - p) for p in chances) / count**2) ** 0.5
    limit = max(subject.thresholds["key-extreme-share"], expected + _SPREAD * spread)
    for name, sign in (("longest", 1), ("shortest", -1)):
        extreme = sum(
            all(
                sign * len(option.text) < sign * len(key.text)
                for option in options
                if option is not key
            )
            for options in lists
            for key in (next(option for option in options if option.right),)
        )
        if extreme > limit * count:
            subject.add_for_deck(
                "LM318",
                subject.head,
                f"in {extreme} of {count} questions the right option is the {name}",
                "give options of about the same length",
            )
