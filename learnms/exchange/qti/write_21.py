"""Writes decks as a package of QTI 2.1: a test for each deck, with a section for each topic."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from learnms.exchange.bank import Loss
from learnms.exchange.qti.items_21 import identifier, item_of
from learnms.exchange.qti.package import MANIFEST, as_xml, new_manifest, write_package
from learnms.exchange.qti.questions import questions_of
from learnms.text import visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from learnms.decks.model import Deck
    from learnms.exchange.qti.questions import Written

_QTI = "http://www.imsglobal.org/xsd/imsqti_v2p1"
_PACKAGE = "http://www.imsglobal.org/xsd/imscp_v1p1"


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks as tests of one package; returns what QTI 2.1 cannot hold.

    Raises:
        OSError: the file cannot be written.
    """
    losses: list[Loss] = []
    manifest, resources = new_manifest(_PACKAGE, "QTIv2.1 Package", "1.0.0")
    files: dict[str, bytes] = {MANIFEST: b""}
    for deck in decks:
        questions = questions_of(deck, losses)
        _note_tags(deck, questions, losses)
        test = f"deck-{deck.id}"
        resource = _resource(resources, test, f"{test}.xml", "imsqti_test_xmlv2p1")
        files[f"{test}.xml"] = as_xml(_test(deck, test, questions))
        for written in questions:
            name = identifier(written.question.id)
            href = f"{test}/{name}.xml"
            root = item_of(written, losses)
            root.set("xmlns", _QTI)
            files[href] = as_xml(root, indented=False)
            _resource(resources, f"{test}-{name}", href, "imsqti_item_xmlv2p1")
            SubElement(resource, "dependency", identifierref=f"{test}-{name}")
    files[MANIFEST] = as_xml(manifest)
    write_package(path, files)
    return losses


def _resource(resources: Element, name: str, href: str, kind: str) -> Element:
    resource = SubElement(resources, "resource", identifier=name, type=kind, href=href)
    SubElement(resource, "file", href=href)
    return resource


def _note_tags(deck: Deck, questions: Sequence[Written], losses: list[Loss]) -> None:
    if any(written.question.tags for written in questions):
        losses.append(Loss(deck.id, "Not written: tags."))


def _test(deck: Deck, name: str, questions: Sequence[Written]) -> Element:
    """The test of a deck. Questions of one topic that follow each other are one section."""
    root = ElementTree.Element(
        "assessmentTest", xmlns=_QTI, identifier=name, title=visible_line(deck.title)
    )
    part = SubElement(
        root, "testPart", identifier="part", navigationMode="nonlinear", submissionMode="individual"
    )
    runs = groupby(questions, key=lambda written: written.topic)
    for number, (topic, run) in enumerate(runs, 1):
        section = SubElement(
            part,
            "assessmentSection",
            identifier=f"section-{number}",
            title=visible_line(topic or deck.title),
            visible="true",
        )
        for written in run:
            item = identifier(written.question.id)
            SubElement(section, "assessmentItemRef", identifier=item, href=f"{name}/{item}.xml")
    return root
