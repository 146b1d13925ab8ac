"""Files of other programs are hostile until read: XML without entities, archives without traps."""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from learnms.errors import LearnmsError
from learnms.files import NotAFileError, TooLargeError, read_bytes

if TYPE_CHECKING:
    from collections.abc import Container
    from pathlib import Path

MOST_BYTES = 190 << 20
"""Bytes of a file, and of everything in an archive together, when unpacked."""
MOST_MEMBERS = 20_000
_MOST_RATIO = 200
"""Text packs about 10 to 1; a bomb packs 1,000 to 1."""
_SMALL = 1 << 20
_ARCHIVES = {".docx": "a Word document", ".apkg": "an Anki package", ".colpkg": "an Anki package"}
"""What people call an archive with this suffix."""
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def read_file(path: Path) -> bytes:
    """The bytes of a file to import.

    Raises:
        LearnmsError: it is not there, is no ordinary file, or is larger than `MOST_BYTES`.
    """
    try:
        return read_bytes(path, MOST_BYTES)
    except (NotAFileError, TooLargeError) as error:
        message = f"{path} cannot be imported: {error.strerror}."
        raise LearnmsError(message) from error
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror}."
        raise LearnmsError(message) from error


def parse_xml(data: bytes, name: str) -> ElementTree.Element:
    """The root element of an XML file. `defusedxml` refuses entities and external references; where
    it is not installed, a file with a DOCTYPE is refused altogether.

    Raises:
        LearnmsError: it is not XML, or declares entities.
    """
    try:
        from defusedxml.common import DefusedXmlException
        from defusedxml.ElementTree import fromstring
    except ImportError:
        if _DECLARATION.search(data.replace(b"\0", b"")):
            message = f"{name} declares a document type, which can hide an attack."
            raise LearnmsError(
                message,
                "Install the extra `exchange` (`pip install 'learnms[exchange]'`) to read it.",
            ) from None
        try:
            return ElementTree.fromstring(data)  # nothing is declared in it
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise _not_xml(name, error) from error
    try:
        root: ElementTree.Element = fromstring(data)
        return root
    except DefusedXmlException:
        message = f"{name} declares entities or refers to other files, which can hide an attack."
        raise LearnmsError(message, "Export it again from the program that made it.") from None
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise _not_xml(name, error) from error


def _not_xml(name: str, error: Exception) -> LearnmsError:
    if isinstance(error, ElementTree.ParseError):
        line, column = error.position
        message = f"{name} is not valid XML: line {line}, column {column + 1}."
    else:
        message = f"{name} is in an unknown encoding."
    return LearnmsError(message, "Export it again from the program that made it.")


class Archive:
    """A ZIP archive, read in memory; nothing is ever unpacked to the disk.

    Args:
        path: the file.
        only: the paths in it that may be read, where the others do not matter, such as the media
            of an Anki package.

    Raises:
        LearnmsError: it is no archive, is encrypted, has a path that leaves it, or unpacks to more
            than `MOST_BYTES`.
    """

    def __init__(self, path: Path, only: Container[str] | None = None) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
            members = [
                info
                for info in self._zip.infolist()
                if not info.is_dir() and (only is None or info.filename in only)
            ]
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}."
            raise LearnmsError(message) from error
        except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
            what = _ARCHIVES.get(path.suffix.lower(), "a ZIP archive")
            message = f"{path} is not {what}, or is damaged."
            raise LearnmsError(
                message,
                "Save or export it again from the program that made it, or download it again.",
            ) from error
        self._members = {info.filename.replace("\\", "/"): info for info in members}
        problem = self._problem(members)
        if problem:
            message = f"{path} cannot be imported: {problem}."
            raise LearnmsError(message, "Export it again from the program that made it.")

    def _problem(self, members: list[zipfile.ZipInfo]) -> str:
        if len(members) > MOST_MEMBERS:
            return f"it has more than {MOST_MEMBERS:,} files"
        if sum(info.file_size for info in members) > MOST_BYTES:
            return f"it unpacks to more than {MOST_BYTES >> 20} MiB"
        for info in members:
            path = posixpath.normpath(info.filename.replace("\\", "/"))
            if path.startswith(("/", "../")) or path == ".." or ":" in path.split("/")[0]:
                return f"its path `{info.filename}` leads outside it"
            if info.flag_bits & 1:
                return "it is encrypted"
            if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                return f"`{info.filename}` in it is compressed in an unusual way"
            if info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(
                1, info.compress_size
            ):
                return f"`{info.filename}` in it unpacks to {_MOST_RATIO} times its size"
        return ""

    @property
    def names(self) -> list[str]:
        """The paths of the files in it, with slashes."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of one file.

        Raises:
            LearnmsError: it is missing or damaged, or larger than the archive says.
        """
        info = self._members.get(name)
        try:
            if info is not None:
                with self._zip.open(info) as file:
                    return file.read(info.file_size)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            message = f"`{name}` in {self.path} is damaged."
            raise LearnmsError(message, "Export it again, or download it again.") from error
        message = f"{self.path} has no `{name}`."
        raise LearnmsError(message, "Export it again from the program that made it.")

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
