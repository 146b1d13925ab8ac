"""LM9: texts for patients are short, use everyday words, and say risks in whole people."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from learnms.decks.entry import texts_of
from learnms.decks.rules.readability import names, plain, reading, sentences, syllables

if TYPE_CHECKING:
    from learnms.decks.entry import Entry
    from learnms.decks.rules.questions import Subject
    from learnms.syntax.node import Scalar

EVERYDAY = {
    "administer": "give",
    "administered": "given",
    "administration": "giving it",
    "adverse": "bad, unwanted",
    "ambulate": "walk",
    "analgesic": "pain medicine",
    "asymptomatic": "without signs",
    "benign": "harmless",
    "cardiac": "heart",
    "cease": "stop",
    "cessation": "stopping",
    "chronic": "long-lasting",
    "clinician": "doctor or nurse",
    "commence": "start",
    "commencement": "start",
    "concomitant": "at the same time",
    "consume": "eat or drink",
    "contraindicated": "not safe",
    "contraindication": "reason not to",
    "contusion": "bruise",
    "cutaneous": "skin",
    "dermal": "skin",
    "diminish": "get less",
    "discontinue": "stop",
    "discontinuation": "stopping",
    "dyspnea": "trouble breathing",
    "edema": "swelling",
    "efficacy": "how well it works",
    "elevated": "high",
    "emesis": "throwing up",
    "erythema": "red skin",
    "etiology": "cause",
    "exacerbate": "make worse",
    "exacerbation": "flare-up",
    "facilitate": "help",
    "febrile": "with a fever",
    "fatigue": "being very tired",
    "gait": "how you walk",
    "gastrointestinal": "stomach and gut",
    "gestation": "pregnancy",
    "hemorrhage": "heavy bleeding",
    "hepatic": "liver",
    "hypersensitivity": "allergy",
    "hypertension": "high blood pressure",
    "hypotension": "low blood pressure",
    "implement": "do, start",
    "incision": "cut",
    "initiate": "start",
    "initiation": "start",
    "ingest": "swallow",
    "intravenous": "into a vein",
    "lesion": "damaged spot",
    "malignancy": "cancer",
    "malignant": "cancerous",
    "modify": "change",
    "myocardial": "heart",
    "nausea": "feeling sick",
    "neoplasm": "tumor",
    "ocular": "eye",
    "optimal": "best",
    "oral": "by mouth",
    "orally": "by mouth",
    "physician": "doctor",
    "postpartum": "after birth",
    "prior to": "before",
    "prognosis": "outlook",
    "prophylaxis": "prevention",
    "pruritus": "itching",
    "pulmonary": "lung",
    "pyrexia": "fever",
    "renal": "kidney",
    "subcutaneous": "under the skin",
    "subsequent": "later",
    "subsequently": "later",
    "sufficient": "enough",
    "symptom": "sign",
    "symptoms": "signs",
    "syncope": "fainting",
    "terminate": "end",
    "topical": "on the skin",
    "transmit": "pass on",
    "utilize": "use",
    "vertigo": "dizziness",
}
"""Words of clinics and offices, with what people say at home."""

_KNOWN = frozenset(
    (
        *("emergency", "emergencies", "information", "television", "necessary", "especially"),
        *("usually", "temperature", "january", "february", "ordinary", "acceptable", "operator"),
        *("situation", "vegetable", "vegetables", "antibiotic", "antibiotics", "relationship"),
        *("understanding", "american", "experience", "immediately", "dictionary", "generally"),
        *(
            "everybody",
            "somebody",
            "anybody",
            "everyone",
            "everything",
            "pharmacy",
            "pharmacist",
            "insurance",
            "animals",
            "material",
        ),
        *("appointment", "appointments", "alcoholic", "automatic", "community", "electricity"),
        *("university", "kindergarten", "supermarket", "refrigerator", "microwave", "ability"),
    )
)
"""Long words that everybody uses."""
_HARD = re.compile(rf"\b(?:{'|'.join(sorted(EVERYDAY, key=len, reverse=True))})\b", re.IGNORECASE)
_ONE_IN = re.compile(r"\b(?:1|one) (?:in|out of) (?:every )?\d[\d,]*\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:\d+(?:\.\d+)?%|half|twice|(?:two|three|four) times|double|a third|a quarter)\s+(?:as"
    r" likely|(?:more|less) likely|(?:more|less|fewer|lower|higher) (?:risks?|chances?|odds"
    r"|relapses|infections|cases))\b"
    r"|\b(?:cuts?|lowers?|reduces?|raises?|increases?|halves?|doubles?|triples?)\b[^.?!]{0,60}?"
    r"\b(?:by (?:about |up to |more than )?(?:half|a third|a quarter|\d+(?:\.\d+)?%))"
    r"|\b(?:halves?|doubles?|triples?) (?:the|your) (?:risk|chance)",
    re.IGNORECASE,
)
_ABSOLUTE_RISK = re.compile(r"\b\d[\d,]* (?:of|in|out of) (?:every )?\d[\d,]*\b", re.IGNORECASE)
_DECIMAL = re.compile(r"\b\d+\.\d+ ?(?:%|percent\b)")
_LONG = 8
"""Letters of a word that is worth counting."""
_FEWEST_SENTENCES = 30
"""Below this a grade says little (the formula was fitted to longer texts)."""


def plain_language_findings(subject: Subject) -> None:
    """Advise on the texts that patients read."""
    deck = subject.read.deck
    entries = [
        entry
        for entry in subject.entries
        if "patient" in ((entry.card.audience if entry.card else ()) or deck.audience)
    ]
    if not entries:
        return
    easy = (*(term for term, _ in deck.glossary), *subject.thresholds.easy_words)
    easy = tuple({form for term in easy for form in _forms_of(term)})
    prose: list[str] = []
    seen: set[str] = set()
    for entry in entries:
        for name, scalar in texts_of(entry.node):
            if name in ("level", "step", "select", "reverse", "typed", "unsafe", "true-false"):
                continue
            if scalar.value.rstrip().endswith((".", "?", "!")):
                prose.append(scalar.value)
            _check_sentences(subject, entry, scalar)
            _check_words(subject, entry, scalar, easy, seen)
            _check_risks(subject, entry, scalar)
    found = reading(prose, easy)
    most = subject.thresholds["grade"]
    if found.sentences >= _FEWEST_SENTENCES and found.grade > most:
        subject.add_for_deck(
            "LM901",
            subject.head,
            f"the reading grade is {found.grade:.1f}, above {most:g}",
            "shorten sentences, and use everyday words",
        )


def _forms_of(term: str) -> tuple[str, ...]:
    """A term of the glossary in singular and plural."""
    term = term.strip().casefold()
    single = re.sub(r"ies$", "y", term) if term.endswith("ies") else term.removesuffix("s")
    return term, f"{term}s", f"{term}es", single if len(term) > 4 else term


def _check_sentences(subject: Subject, entry: Entry, scalar: Scalar) -> None:
    most = subject.thresholds["sentence-words"]
    for sentence in sentences(scalar.value):
        if len(sentence) > most:
            subject.add(
                "LM902",
                entry,
                scalar,
                f"a sentence has {len(sentence)} words: “{' '.join(sentence[:6])} …”",
                f"split it, so that each has at most {most:g}",
            )


def _check_words(
    subject: Subject, entry: Entry, scalar: Scalar, easy: tuple[str, ...], seen: set[str]
) -> None:
    """Report hard words, each once in a deck."""
    explained = names(easy)
    text = explained.sub(" ", scalar.value) if explained is not None else scalar.value
    for found in _HARD.finditer(text):
        word = found[0].casefold()
        if word in seen:
            continue
        seen.add(word)
        subject.add(
            "LM903",
            entry,
            scalar,
            f"`{found[0]}` is not an everyday word",
            f"write “{EVERYDAY[word]}”, or explain it in the deck's `glossary`",
        )
    least = subject.thresholds["word-syllables"]
    for sentence in sentences(plain(text)):
        for raw in sentence:
            word = raw.casefold()
            if (
                word in seen
                or word in EVERYDAY
                or word in _KNOWN
                or len(word) < 8
                or syllables(word) < least
            ):
                continue
            seen.add(word)
            subject.add(
                "LM904",
                entry,
                scalar,
                f"`{raw}` has {syllables(word)} syllables and is not explained",
                "use a shorter word, or explain it in the deck's `glossary`",
            )


def _check_risks(subject: Subject, entry: Entry, scalar: Scalar) -> None:
    text = scalar.value
    if found := _ONE_IN.search(text):
        subject.add(
            "LM905",
            entry,
            scalar,
            f"`{found[0]}` is hard to compare",
            "write a number of people, always out of the same number, such as 2 of 100",
        )
    if (found := _RELATIVE.search(text)) and not _ABSOLUTE_RISK.search(text):
        subject.add(
            "LM906",
            entry,
            scalar,
            f"`{found[0]}` says how a risk changes, but not how large it is",
            "add both risks as numbers of people",
        )
    if found := _DECIMAL.search(text):
        subject.add(
            "LM907",
            entry,
            scalar,
            f"`{found[0]}` is hard to picture",
            "write whole people: `5 of 1,000 people`",
        )
