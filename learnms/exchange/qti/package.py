"""QTI packages: the documents of a ZIP archive in the order of its manifest, or one XML file; and
new packages.
"""

from __future__ import annotations

import posixpath
import zipfile
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from learnms.errors import LearnmsError
from learnms.exchange.bank import Loss
from learnms.exchange.hostile import Archive, parse_xml, read_file
from learnms.files import whole_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from xml.etree.ElementTree import Element

MANIFEST = "imsmanifest.xml"
DEEPEST = 120
"""Levels of elements in a document. Real ones have about twenty."""
_ARCHIVES = (".zip", ".imscc", ".qti.zip")
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a package, so that the same decks make the same bytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """An XML document of a package: its path there, its root with plain names, a title from the
    manifest.
    """

    path: str
    root: Element
    title: str = ""


@dataclass(slots=True)
class Package:
    """The documents of a package, the file's name, and what could not be read."""

    name: str
    documents: list[Document] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def find(self, path: str) -> Document | None:
        """The document with a path."""
        return next((document for document in self.documents if document.path == path), None)


def read_package(path: Path) -> Package:
    """Every XML document of a package that its manifest names, or all of them without a manifest;
    of a single XML file, that.

    Raises:
        LearnmsError: the file cannot be read, is hostile, or is not XML.
    """
    package = Package(path.stem)
    data = read_file(path)
    if not data.startswith(b"PK"):
        package.documents.append(Document(path.name, plain(parse_xml(data, path.name), path.name)))
        return package
    archive = Archive(path)
    try:
        for name, title in _members(archive, package.losses):
            try:
                root = plain(parse_xml(archive.read(name), f"`{name}`"), f"`{name}`")
            except LearnmsError as error:
                package.losses.append(Loss(name, f"Left out: {error}"))
                continue
            package.documents.append(Document(name, root, title))
    finally:
        archive.close()
    return package


def _members(archive: Archive, losses: list[Loss]) -> Iterator[tuple[str, str]]:
    """The paths of documents with their titles, in order, each once."""
    names = set(archive.names)
    losses += [
        Loss(name, "Left out: an archive inside the archive. Import it by itself.")
        for name in archive.names
        if name.lower().endswith(_ARCHIVES)
    ]
    named: dict[str, str] = {}
    manifest = min((name for name in names if _base(name) == MANIFEST), key=len, default="")
    if manifest:
        root = plain(parse_xml(archive.read(manifest), MANIFEST), MANIFEST)
        for href, title in _resources(root):
            place = posixpath.normpath(
                posixpath.join(posixpath.dirname(manifest), unquote(href).replace("\\", "/"))
            )
            if place in names:
                named.setdefault(place, title)
            elif _is_document(place):
                losses.append(Loss(href[:80], "Left out: the package does not contain this file."))
    found = [name for name in named if _is_document(name)]
    yield from ((name, named[name]) for name in found)
    if not found:
        others = sorted(name for name in names if _is_document(name) and _base(name) != MANIFEST)
        yield from ((name, "") for name in others)


def _base(name: str) -> str:
    return posixpath.basename(name).lower()


def _is_document(name: str) -> bool:
    return name.lower().endswith((".xml", ".dat", ".qti"))


def _resources(root: Element) -> Iterator[tuple[str, str]]:
    """Each file of each resource with the resource's title, where it has one."""
    for resource in root.iter("resource"):
        base = resource.get("base", "") if resource.get("base", "").endswith("/") else ""
        title = resource.get("title", "")
        hrefs = [resource.get("href"), resource.get("file")]
        hrefs += [file.get("href") for file in resource.iter("file")]
        for href in dict.fromkeys(hrefs):
            if href:
                yield base + href, title


def plain(root: Element, name: str) -> Element:
    """The same tree without namespaces, with the names of QTI 3.0 (`qti-choice-interaction`,
    `max-choices`) written as those of QTI 2 (`choiceInteraction`, `maxChoices`).

    Raises:
        LearnmsError: elements are nested deeper than `DEEPEST`.
    """
    copy = ElementTree.Element("")
    waiting = [(root, copy, 1)]
    while waiting:
        element, target, depth = waiting.pop()
        if depth > DEEPEST:
            message = (
                f"{name} cannot be imported: its elements are nested more than {DEEPEST} deep."
            )
            raise LearnmsError(message)
        local = _local(element.tag)
        is_new = local.startswith("qti-")
        target.tag = _camel(local.removeprefix("qti-")) if is_new else local
        for key, value in element.attrib.items():
            target.set(_camel(_local(key)) if is_new else _local(key), value)
        target.text, target.tail = element.text, element.tail
        waiting += [(child, ElementTree.SubElement(target, "x"), depth + 1) for child in element]
    return copy


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _camel(name: str) -> str:
    first, *others = name.split("-")
    return first + "".join(word[:1].upper() + word[1:] for word in others)


def markup(element: Element, replaced: Callable[[Element], str | None] = lambda _: None) -> str:
    """What is inside an element, as HTML. `replaced` gives the HTML to write in place of an element
    inside it, None for itself.
    """
    parts = [_escaped(element.text)]
    for child in element:
        html = replaced(child)
        if html is None:
            attributes = "".join(
                f' {key}="{_escaped(value)}"' for key, value in child.attrib.items()
            )
            inner = markup(child, replaced)
            is_void = child.tag in ("br", "img", "hr", "col") and not inner
            end = "" if is_void else f"{inner}</{child.tag}>"
            html = f"<{child.tag}{attributes}>{end}"
        parts += [html, _escaped(child.tail)]
    return "".join(parts)


def _escaped(text: str | None) -> str:
    signs = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"))
    for sign, entity in signs if text else ():
        text = (text or "").replace(sign, entity)
    return text or ""


def local_path(document: Document, href: str) -> str:
    """The path in the package to which a document refers."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(document.path), unquote(href)))


def new_manifest(namespace: str, schema: str, version: str) -> tuple[Element, Element]:
    """The manifest of a new package, and its list of resources, which is empty."""
    manifest = ElementTree.Element("manifest", xmlns=namespace, identifier="learnms")
    metadata = SubElement(manifest, "metadata")
    SubElement(metadata, "schema").text = schema
    SubElement(metadata, "schemaversion").text = version
    SubElement(manifest, "organizations")
    return manifest, SubElement(manifest, "resources")


def as_xml(root: Element, *, indented: bool = True) -> bytes:
    """A new document in UTF-8. One with texts between its elements is not indented."""
    if indented:
        ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def write_package(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a package, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    with (
        whole_file(path, replace=True, private=False) as file,
        zipfile.ZipFile(file.buffer, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name, data in files.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, data)
