"""Words that all interfaces share: numbers, intervals, days, kinds of questions."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

from learnms.text import count as count  # the front ends take it from here

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from learnms.kinds.response import Number
    from learnms.kinds.score import Answer

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

STEPS = {
    "recognize-cues": "Recognize cues",
    "analyze-cues": "Analyze cues",
    "prioritize-hypotheses": "Prioritize hypotheses",
    "generate-solutions": "Generate solutions",
    "take-action": "Take action",
    "evaluate-outcomes": "Evaluate outcomes",
}
"""The six steps of NCSBN's clinical judgment measurement model."""

_SHARED = 3
_KIB = 1024

KIND_WORDS = {
    "single": "multiple choice",
    "select-all": "select all that apply",
    "select-n": "select {n}",
    "true-false": "true or false",
    "calculation": "calculation",
    "typed": "typed answer",
    "cloze": "fill in the blank",
    "flashcard": "flashcard",
    "order": "ordered response",
    "match": "matching",
    "matrix-one": "matrix multiple choice",
    "matrix-any": "matrix multiple response",
    "groups": "multiple response grouping",
    "dropdown": "drop-down cloze",
    "rationale": "drop-down rationale",
    "highlight": "highlight",
    "bowtie": "bow-tie",
    "teach-back": "explain in your own words",
}


NO_NEW = "No new cards left."
LOADING = "Loading your answers…"


def shortened(text: str, most: int) -> str:
    """A text on one line, cut between words if it is longer than `most` characters; a longer word
    is itself cut.
    """
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    cut = line[:most]
    return f"{cut if line[most] == ' ' or ' ' not in cut else cut.rpartition(' ')[0]}…"


def step(name: str) -> str:
    """A step of clinical judgment in words."""
    return STEPS.get(name, name)


def part_name(name: str) -> str:
    """A part of a card by the name that it has in a deck: `blank 1` for c1, `reverse` for rev."""
    if name == "rev":
        return "reverse"
    return f"blank {name[1:]}" if name[:1] == "c" and name[1:].isdecimal() else name


def size(number: int) -> str:
    """A number of bytes: `412 KB`, `1.3 MB`."""
    if number < _KIB * _KIB:
        return f"{max(1, round(number / _KIB))} KB"
    return f"{number / _KIB / _KIB:.1f} MB"


def percent(share: float) -> str:
    """A share from 0 to 1: `91%`."""
    return f"{100 * share:.0f}%"


def between(low: float, high: float) -> str:
    """A range of shares from 0 to 1: `88–94%`, or one figure if its ends look the same."""
    return f"{figures_between(low, high)}%"


def figures_between(low: float, high: float, places: int = 0) -> str:
    """A range of shares as figures in percent: `88–94`."""
    first, last = f"{100 * low:.{places}f}", f"{100 * high:.{places}f}"
    return first if first == last else f"{first}–{last}"


def times(number: int) -> str:
    """`never`, `once`, `3 times`."""
    return "never" if not number else "once" if number == 1 else f"{number} times"


def number_asked(number: Number) -> str:
    """What the learner should type, without a period; a deck's question need not say it."""
    unit = f", in {number.units[0]}" if number.units else ""
    rounding = (
        ""
        if number.places is None
        else (
            ", rounded to a whole number"
            if not number.places
            else f", rounded to {count(number.places, 'decimal place')}"
        )
    )
    return f"Type the number{unit}{rounding}"


def interval(days: int) -> str:
    """An interval, rounded: `today`, `12 days`, `3 months`, `2.1 years`."""
    if days <= 0:
        return "today"
    if days < 60:
        return count(days, "day")
    if days < 720:
        return count(round(days / 30.4), "month")
    return f"{days / 365.25:.1f} years"


def day(on: date, today: date | None = None) -> str:
    """A day, with its year if it is not this one: `November 28`, `January 5, 2027`."""
    return _dated(on, MONTHS[on.month - 1], today)


def at_a_time(number: int) -> str:
    """`, 15 at a time`; '' for 0, if one review asks all."""
    return f", {number} at a time" if number else ""


def later(number: int) -> str:
    """The cards that are left to the coming days."""
    verb = "is" if number == 1 else "are"
    return f"{count(number, 'more card')} {verb} left for the next few days."


LITTLE = "less than a minute"
"""Less than half a minute, rounded."""


def took(minutes: float) -> str:
    """A duration: `9 minutes`, `less than a minute`."""
    return count(round(minutes), "minute") if round(minutes) else LITTLE


def due_since(due: date, today: date) -> str:
    """`due since August 10`."""
    return f"due since {day(due, today)}"


def short_day(on: date, today: date | None = None) -> str:
    """A day with a short month, and its year if it is not this one: `Nov 22, 2026`, `Nov 22`."""
    return _dated(on, MONTHS[on.month - 1][:3], today)


def partial_day(text: str) -> str:
    """A day, month or year of a deck as people write it: `2026-11-22` as `Nov 22, 2026`, `2026-11`
    as `Nov 2026`.
    """
    year, *rest = text.split("-")
    if len(rest) == 2:
        return short_day(date.fromisoformat(text))
    return f"{MONTHS[int(rest[0]) - 1][:3]} {year}" if rest else text


def _dated(on: date, month: str, today: date | None) -> str:
    same_year = today is not None and on.year == today.year
    return f"{month} {on.day}" if same_year else f"{month} {on.day}, {on.year}"


def long_day(on: date) -> str:
    """`Sunday, November 22`."""
    return f"{WEEKDAYS[on.weekday()]}, {MONTHS[on.month - 1]} {on.day}"


def badge(regions: Iterable[str]) -> str:
    """The regions in which a card is asked: `US, UK`; '' for everywhere."""
    return ", ".join(name.upper() for name in regions)


def kind_name(name: str) -> str:
    """A kind of question by the name that people know: `select N`."""
    return KIND_WORDS.get(name, name).replace("{n}", "N")


def short_titles(titles: Sequence[str]) -> list[str]:
    """Titles for a list: a lead that three or more share (`Ocrelizumab: `) is left out."""
    leads = Counter(lead for title in titles if (lead := _lead(title)))
    return [
        capitalized(title.removeprefix(lead)) if leads[lead := _lead(title)] >= _SHARED else title
        for title in titles
    ]


def _lead(title: str) -> str:
    head, colon, rest = title.partition(": ")
    return head + colon if rest.strip() else ""


def capitalized(text: str) -> str:
    """A text with a capital first letter."""
    return text[:1].upper() + text[1:]


def difference(typed: str, right: str) -> str:
    """The typed text with extra characters in [ ] and missing ones in { }."""
    return "".join(
        typed[i1:i2]
        if is_same
        else (f"[{typed[i1:i2]}]" if i2 > i1 else "") + (f"{{{right[j1:j2]}}}" if j2 > j1 else "")
        for is_same, i1, i2, j1, j2 in pieces_of(typed, right)
    )


def pieces_of(typed: str, right: str) -> list[tuple[bool, int, int, int, int]]:
    """The pieces of two texts, each with whether they agree there but for case, and its start and
    end in both.
    """
    import difflib

    matcher = difflib.SequenceMatcher(None, _lowered(typed), _lowered(right), autojunk=False)
    return [(tag == "equal", i1, i2, j1, j2) for tag, i1, i2, j1, j2 in matcher.get_opcodes()]


def _lowered(text: str) -> str:
    """A text without case, as long as it was."""
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def picks_of(answer: Answer, group: int) -> tuple[int, ...]:
    """The picks of a group, as the deck's indices."""
    return answer.picks[group] if group < len(answer.picks) else ()


_LEAST_TYPED = 3
_LEAST_LIKE = 0.65
"""Below it, a name is another word and no typing error: `extra` is not `erase`."""


def similar(word: str, known: Iterable[str]) -> str | None:
    """The name that a mistyped or shortened word most likely means, or None."""
    from learnms.kinds.fields import nearest  # difflib: only where something is wrong

    names = {name.casefold(): name for name in known}
    typed = word.casefold()
    holding = [name for name in names if len(typed) >= _LEAST_TYPED and typed in name]
    near = holding[0] if len(holding) == 1 else nearest(typed, names, _LEAST_LIKE)
    return names[near] if near else None


def did_you_mean(word: str, known: Iterable[str], before: str = "") -> str:
    """A question that follows a sentence about an unknown word, or ''. `before` stands before the
    suggestion, such as the dashes of an option.
    """
    near = similar(word, known)
    return f" Did you mean `{before}{near}`?" if near else ""


def choose_from(word: str, known: Iterable[str]) -> str:
    """What to write in place of an unknown word: the nearest name, and all names."""
    names = list(dict.fromkeys(known))
    return f"{did_you_mean(word, names)} Choose from: {', '.join(names) or 'none'}.".lstrip()
