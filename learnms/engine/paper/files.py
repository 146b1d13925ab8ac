"""Writes a paper into a folder."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from learnms.engine.paper.html import page
from learnms.files import already_exists, whole_file, writing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from learnms.engine.paper.blocks import Document
    from learnms.engine.paper.build import Paper

FORMATS = ("docx", "html")
_OTHER_FOLDER = "Choose another folder with --to."


def formats_here() -> tuple[str, ...]:
    """The formats that can be written: Word needs python-docx."""
    return FORMATS if find_spec("docx") is not None else ("html",)


def write(paper: Paper, folder: Path, formats: Sequence[str]) -> list[Path]:
    """Write every file of a paper; returns them in order. Nothing is ever overwritten.

    Raises:
        UsageError: one of the files exists; nothing was written.
        LearnmsError: a file cannot be written.
    """
    documents: list[tuple[str, Document]] = []
    for built in paper.forms:
        documents += [
            (f"{built.form.name}-paper", built.paper),
            (f"{built.form.name}-key", built.key),
        ]
    documents.append(("blueprint", paper.blueprint))
    files = {
        folder / f"{name}.{format_}": _bytes(document, format_)
        for name, document in documents
        for format_ in formats
    }
    files |= {
        folder / f"{built.form.name}.form.json": built.form.to_text().encode()
        for built in paper.forms
        if built.form.questions
    }
    taken = next((path for path in files if path.exists()), None)
    if taken is not None:
        raise already_exists(taken, _OTHER_FOLDER)
    with writing(folder, _OTHER_FOLDER):
        folder.mkdir(parents=True, exist_ok=True)
    for path, data in files.items():
        with writing(path, _OTHER_FOLDER), whole_file(path, replace=False, private=False) as stream:
            stream.buffer.write(data)
    return list(files)


def _bytes(document: Document, format_: str) -> bytes:
    if format_ == "html":
        return page(document).encode()
    from learnms.engine.paper.docx import write as write_docx  # python-docx: an extra, and slow

    return write_docx(document)
