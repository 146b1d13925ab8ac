"""Reads the questions of a Word document (.docx), in the layouts that papers have.

Numbers and letters may be typed or Word's own; the key may be marked in the options, stand below
the question or at the end. A question without a key, or with two that disagree, is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.errors import UsageError
from learnms.exchange.bank import ImportedBank
from learnms.exchange.hostile import read_file
from learnms.exchange.word.cards import NoCardError, card_of
from learnms.exchange.word.paper import Paper
from learnms.exchange.word.xml import read_document

if TYPE_CHECKING:
    from pathlib import Path

_OLD_WORD = b"\xd0\xcf\x11\xe0"


def read(path: Path) -> ImportedBank:
    """The questions of a Word document.

    Raises:
        LearnmsError: it is no Word document, is damaged, or is refused.
    """
    if path.suffix.lower() == ".doc" or read_file(path).startswith(_OLD_WORD):
        message = f"{path} is a document of Word 97–2003."
        raise UsageError(message, "Save it as .docx in Word, and import that.")
    if path.suffix.lower() == ".docm":
        message = f"{path} is a document with macros, which are not read."
        raise UsageError(message, "Save it as .docx, without macros.")
    document = read_document(path)
    paper = Paper(document.blocks)
    bank = ImportedBank(paper.title or document.title or path.stem.replace("_", " "))
    bank.losses += document.losses
    for text, times in paper.left_out.items():
        bank.lose("document", f"{text}{f' ({times} times)' if times > 1 else ''}")
    for question in paper.questions:
        try:
            bank.cards.append(card_of(question, bank))
        except NoCardError as error:
            bank.lose(f"question {question.number}", f"Left out: {_decapitalized(str(error))}")
    for number, told in paper.unused_keys:
        bank.lose(f"answer {number}", told)
    return bank


def _decapitalized(text: str) -> str:
    return text[:1].lower() + text[1:]
