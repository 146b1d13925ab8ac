"""How hard a text is to read: the Flesch-Kincaid grade, 0.39 words per sentence + 11.8 syllables
per word - 15.59, about the years of school that a reader needs.

Formula: Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of new readability formulas for
Navy enlisted personnel, Research Branch Report 8-75.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_MARKS = re.compile(r"[*_|`]|\{\{(?:c\d+::)?|\}\}|::[^}]*(?=\}\})")
_SPOKEN_ES = re.compile(r"(?:[scxzgi]|ch|sh|[^aeiou]l)es$")
"""Plurals whose e is heard, as in doses, tables and bodies."""
_SHORT_WORD = "drug"


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts of a text: words, sentences, syllables, and the longest sentence in words."""

    words: int
    sentences: int
    syllables: int
    longest: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


@lru_cache(maxsize=64)
def names(easy: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern of terms that count as one short word each, the longest first."""
    terms = sorted((re.escape(term) for term in easy if term.strip()), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(terms)})\b", re.IGNORECASE) if terms else None


def plain(text: str, easy: tuple[str, ...] = ()) -> str:
    """The text without marks, easy terms as one short word each."""
    text = _MARKS.sub("", text)
    pattern = names(easy)
    return pattern.sub(_SHORT_WORD, text) if pattern is not None else text


def sentences(text: str, easy: tuple[str, ...] = ()) -> list[list[str]]:
    """The words of each sentence. A line break ends one too."""
    found = [_WORD.findall(sentence) for sentence in _SENTENCE_END.split(plain(text, easy))]
    return [words for words in found if words]


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; exact for about 95 of 100 easy words."""
    word = word.lower().strip("'’-")
    if word.endswith("es") and not _SPOKEN_ES.search(word):
        word = word[:-1]
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded", "eed")) and count > 1:
        count -= 1
    return max(1, count)


def reading(texts: Iterable[str], easy: tuple[str, ...] = ()) -> Reading:
    """The counts of texts taken together."""
    found = [words for text in texts for words in sentences(text, easy)]
    return Reading(
        max(1, sum(map(len, found))),
        max(1, len(found)),
        sum(syllables(word) for words in found for word in words),
        max(map(len, found), default=0),
    )
