"""The formats of question banks that can be imported and exported, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from learnms.errors import LearnmsError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from learnms.decks.model import Deck
    from learnms.exchange.bank import ImportedBank, Loss

EXTRA = "learnms[exchange]"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name on the command line, what people call it, and the module of its reader
    (`read(path) -> ImportedBank`), of its writer (`write(decks, path) -> list[Loss]`), or ''.

    `needs` are the packages of the extra that it cannot do without.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    reader: str = ""
    writer: str = ""
    needs: tuple[str, ...] = ()

    def read(self, path: Path) -> ImportedBank:
        """The question bank in a file.

        Raises:
            LearnmsError: a package is missing, or the file cannot be read or is refused.
        """
        bank: ImportedBank = self._function(self.reader, "read")(path)
        return bank

    def write(self, decks: Sequence[Deck], path: Path) -> list[Loss]:
        """Write decks to a new file; returns what the format cannot hold.

        Raises:
            LearnmsError: a package is missing.
            OSError: the file cannot be written.
        """
        losses: list[Loss] = self._function(self.writer, "write")(decks, path)
        return losses

    def _function(self, module: str, name: str) -> Callable[..., Any]:
        try:
            for package in self.needs:
                import_module(package)
        except ImportError:
            message = f"{self.title} files need the extra `exchange`, which is not installed."
            raise LearnmsError(message, f"Run `pip install '{EXTRA}'`.") from None
        function: Callable[..., Any] = getattr(import_module(f"learnms.exchange.{module}"), name)
        return function


FORMATS = (
    Format("csv", "CSV or TSV", (".csv", ".tsv", ".txt"), "delimited", "delimited"),
    Format("gift", "Moodle GIFT", (".gift", ".txt"), "gift_read", "gift_write"),
    Format("aiken", "AIKEN", (".txt",), "aiken"),
    Format("moodle", "Moodle XML", (".xml",), "moodle_read", "moodle_write"),
    Format("qti12", "QTI 1.2", (".zip", ".xml", ".qti"), "qti", "qti12"),
    Format("qti21", "QTI 2.1", (".zip", ".xml"), "qti", "qti21"),
    Format("word", "Word", (".docx",), "word", needs=("docx",)),
    Format("anki", "Anki", (".apkg", ".colpkg"), "anki_package", "anki_export"),
    Format("markdown", "Markdown", (".md",), writer="markdown_deck"),
)
