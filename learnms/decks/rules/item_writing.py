"""LM3: flaws by which a question confuses, or gives its answer away."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.decks.rules.options import options_findings
from learnms.decks.rules.questions import CHOICES, words
from learnms.kinds.response import Pick

if TYPE_CHECKING:
    from learnms.decks.rules.questions import Question, Subject

_EMPHASIZED = re.compile(
    r"\*\*[^*]+\*\*|__[^_]+__|(?<!\w)[*_][^*_\s][^*_]*[*_](?!\w)|\b(?:NOT|EXCEPT|LEAST|NEVER|FALSE"
    r"|INCORRECT|UNTRUE|WRONG|CANNOT)\b"
)
_SUBORDINATE = re.compile(
    r"[,;:–—]|\b(?:if|when|whom?|whose|that|because|although|though|unless|since|while|after"
    r"|before|until|with|without|but|and)\b.*?(?=,|$)",
    re.IGNORECASE,
)
_AUXILIARY = (
    r"(?:is|are|was|were|do|does|did|should|would|can|could|may|might|must|will|has|have|had|need)"
)
_NEGATIVE = re.compile(
    rf"\b(?:which|what|who)\b.*\b{_AUXILIARY}\s+(?:\w+\s+){{0,3}}?(?P<not>not|never)\b"
    rf"|\b(?:which|what|who)\b.*\b(?P<short>{_AUXILIARY}n[’']t|cannot)\b"
    r"|\bwhich\b.*\b(?:is|are)\s+(?P<false>false|incorrect|untrue|wrong)\b(?! with)"
    r"|(?<!at )\b(?P<least>least)\s+(?:likely|appropriate|helpful|important|suitable|useful"
    r"|accurate|correct|concern\w*|common|urgent)\b"
    r"|\b(?P<except>except)\b(?:\s+(?:one|for one))?\s*[:.?…]*\s*$",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:not|never|cannot)\b|\b\w+n[’']t\b|^(?:no|none|nothing|nobody)\b", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"”’)]*\s+|\n+")
_BLANK = re.compile(r"_{2,}|\\_|\.{4,}|\[…\]|\[\s+\]")
_ASKS_FOR_TRUTH = re.compile(
    r"^(?:which|what)(?: one)?(?: of)?(?: (?:the|these|following))*"
    r"(?: (?:statements?|options?|answers?|choices|sentences?|claims?))?"
    r" (?:is|are)(?: (?:the|a|an|most))* (?:true|correct|right|false|incorrect|wrong)"
    r"(?: (?:statements?|options?|answers?|ones?))?\W*$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\b(?P<article>an?)\s*(?:_{2,}|…|\.{3}|:)*\s*[.?:]*$")
_ASKS = re.compile(
    r"\bth(?:is|ese)\b|^(?:name|list|give|state|identify|find|complete|define|explain|describe"
    r"|calculate|write|spell)\b",
    re.IGNORECASE,
)
"""Sentences that ask without a question mark."""
_VOWEL = re.compile(
    r"(?i:[aeio]|u(?!ni|s[eu]|til|r[aeio]|ti)|h(?:our|onest|eir))|[FHLMNRSX](?=[A-Z\d])"
)
NAMED_OPTION = re.compile(
    r"\b(?i:options?|choices?|answers?|distractors?)\s+\(?(?:[A-H]|\d)\)?(?![\w/%-])"
    r"|\b(?i:first|second|third|fourth|last) (?:option|choice|answer)\b"
    r"|(?:^|[.;:,!?(\n]\s*|\b(?i:because|so|but|while|thus|hence|only|both)\s)"
    r"\(?[A-H]\)?(?:(?:,\s|,?\s(?:and|or)\s)\(?[A-H]\)?)*\s(?:is|are|was|were)\s"
    r"(?:(?:also|all|both|clearly|simply)\s)?(?:wrong|right|incorrect|correct"
    r"|the\s(?:right|correct|wrong|best)\s(?:option|answer|choice))\b"
)
"""What names an option by its letter or place: `option B`, or `B is wrong` at the start of a
clause, where B is no part of a name such as hepatitis B.
"""
_FEWEST_STATEMENTS = 8


def item_writing_findings(subject: Subject) -> None:
    """Advise on the wording of questions and options."""
    for question in subject.questions:
        if question.kind in CHOICES:
            _check_stem(subject, question)
        if question.groups:
            _check_letters(subject, question)
    choices = [question for question in subject.questions if question.kind in CHOICES]
    _check_rationales(subject, choices)
    options_findings(subject)
    _check_statements(subject)


def lead_in(stem: str) -> str:
    """The sentence of a stem that asks: its last question, or its last sentence."""
    sentences = [text.strip() for text in _SENTENCE_END.split(stem) if text and text.strip()]
    asking = [text for text in sentences if "?" in text]
    return (asking or sentences or [""])[-1]


def _check_stem(subject: Subject, question: Question) -> None:
    entry, place = question.entry, question.stem_place
    asked = lead_in(question.stem)
    plain = _SUBORDINATE.sub(" ", _EMPHASIZED.sub("", asked))
    negative = _NEGATIVE.search(plain)
    if negative is not None:
        word = next(text for text in negative.groups() if text)
        subject.add(
            "LM301",
            entry,
            place,
            f"`{word}` turns the question around, but is easy to miss",
            f"write **{word}**, or ask it positively",
        )
    if negative is not None or _NEGATIVE.search(_SUBORDINATE.sub(" ", asked)):
        _check_double_negative(subject, question)
    blank = _BLANK.search(question.stem)
    if blank is None and _is_unfocused(subject, asked, question):
        subject.add(
            "LM311",
            entry,
            place,
            f"`{asked}` cannot be answered without the options",
            "ask one thing that has an answer",
        )
    if blank is not None and "?" not in asked and blank.end() < len(question.stem.rstrip()) / 2:
        subject.add(
            "LM312",
            entry,
            place,
            "the blank is in the first half of the sentence",
            "ask a question, or move the blank to the end",
        )
    _check_article(subject, question)


def _check_double_negative(subject: Subject, question: Question) -> None:
    negated = [
        option.text
        for group in question.groups
        for option in group.options
        if _NEGATED.search(option.text)
    ]
    if negated:
        subject.add(
            "LM302",
            question.entry,
            question.place_of(negated[0]),
            f"the question is negative, and so is the option `{negated[0]}`",
            "word one of them positively",
        )


def _is_unfocused(subject: Subject, asked: str, question: Question) -> bool:
    if _ASKS_FOR_TRUTH.match(asked):
        return len(words(question.stem)) == len(words(asked))
    fewest = subject.thresholds["fewest-stem-words"]
    return (
        "?" not in question.stem
        and len(words(question.stem)) < fewest
        and not _ASKS.search(question.stem)
    )


def _check_article(subject: Subject, question: Question) -> None:
    article = _ARTICLE.search(question.stem.rstrip())
    if article is None:
        return
    wants_vowel = article["article"].casefold() == "an"
    options = [option for group in question.groups for option in group.options]
    unfit = [option for option in options if bool(_VOWEL.match(option.text)) != wants_vowel]
    if unfit and len(unfit) < len(options):
        subject.add(
            "LM313",
            question.entry,
            question.stem_place,
            f"`{article['article']}` at the end of the question does not fit `{unfit[0].text}`",
            "write `a(n)`, or move the article into the options",
        )


def _check_rationales(subject: Subject, choices: list[Question]) -> None:
    silent = [
        (question.entry, question.place_of(option.text))
        for question in choices
        for option in [
            option
            for group in question.groups
            for option in group.options
            if not option.right and not option.why
        ][:1]
    ]
    subject.add_once(
        "LM316", silent, "wrong options of {} have no `why`", "write them as `{text: …, why: …}`"
    )


def _check_letters(subject: Subject, question: Question) -> None:
    """A rationale that names an option by its letter or place. A term such as “option 1” that the
    question, its options or the glossary use is no place.
    """
    response = question.ask.response
    if not isinstance(response, Pick) or response.shape in ("passage", "grid"):
        return
    options = [option for group in response.groups for option in group.options]
    notes = question.form.notes.explain or ""
    for text in (notes, *(option.why or "" for option in options)):
        found = NAMED_OPTION.search(text)
        if found is None:
            continue
        named = found[0].lstrip(" .;:,!?(\n")
        used = [question.stem, *(option.text for option in options)]
        used += [term for term, _ in subject.read.deck.glossary]
        if any(named.casefold() in term.casefold() for term in used):
            continue
        place = question.node.get("explain") if text is notes else None
        subject.add(
            "LM315",
            question.entry,
            place or question.place_of(next((o.text for o in options if o.why == text), "")),
            f"`{named}` names an option by its place, but options are shuffled",
            "say what the option says",
        )
        return


def _check_statements(subject: Subject) -> None:
    keys = [
        question.form.compiled.keys[0][1] == "true"
        for question in subject.questions
        if question.kind == "true-false"
    ]
    true = sum(keys)
    most = max(true, len(keys) - true)
    if len(keys) >= _FEWEST_STATEMENTS and most > subject.thresholds["true-false-share"] * len(
        keys
    ):
        subject.add_for_deck(
            "LM317",
            subject.head,
            f"{most} of {len(keys)} statements are {'true' if true == most else 'false'}",
            "reword some of them, so that about half are",
        )
