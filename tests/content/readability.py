"""How hard a text is to read: the Flesch-Kincaid grade, with the names that nobody can avoid
counted as easy words.

Formula: Kincaid et al. 1975, 0.39 words per sentence + 11.8 syllables per word - 15.59.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

EASY_NAMES = (
    "ocrevus zunovo",
    "ocrevus",
    "zunovo",
    "ocrelizumab",
    "multiple sclerosis",
    "hepatitis b",
    "hepatitis",
    "united states",
    "europe",
    "pml",
)
_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]*|\d+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_MARKS = re.compile(r"[*_|`]|\{\{(?:c\d+::)?|\}\}|::[^}]*(?=\}\})")


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts of a text: words, sentences, syllables, and the longest sentence in words."""

    words: int
    sentences: int
    syllables: int
    longest: int

    @property
    def grade(self) -> float:
        """The Flesch-Kincaid grade: years of school."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.words - 15.59


def plain(text: str) -> str:
    """The text without marks, easy names as one short word each."""
    text = _MARKS.sub("", text)
    for name in EASY_NAMES:
        text = re.sub(rf"\b{re.escape(name)}\b", "drug", text, flags=re.IGNORECASE)
    return text


def sentences(text: str) -> list[list[str]]:
    """The words of each sentence. A line break ends one too."""
    found = [_WORD.findall(sentence) for sentence in _SENTENCE_END.split(plain(text))]
    return [words for words in found if words]


def syllables(word: str) -> int:
    """Groups of vowels, without a silent e at the end; exact for about 95 of 100 easy words."""
    word = word.lower().strip("'’-")
    count = len(_VOWELS.findall(word))
    if word.endswith("e") and not word.endswith(("le", "ee", "ye")) and count > 1:
        count -= 1
    if word.endswith("ed") and not word.endswith(("ted", "ded", "eed")) and count > 1:
        count -= 1
    return max(1, count)


def reading(texts: list[str]) -> Reading:
    """The counts of texts taken together."""
    found = [words for text in texts for words in sentences(text)]
    return Reading(
        sum(map(len, found)),
        max(1, len(found)),
        sum(syllables(word) for words in found for word in words),
        max(map(len, found), default=0),
    )
