"""Writes decks as a package of QTI 1.2, in the shape that Canvas imports."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree
from xml.etree.ElementTree import SubElement

from learnms.exchange.bank import Loss
from learnms.exchange.qti.items_12 import items_of
from learnms.exchange.qti.package import MANIFEST, as_xml, new_manifest, write_package
from learnms.exchange.qti.questions import points_of, questions_of
from learnms.text import visible, visible_line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from xml.etree.ElementTree import Element

    from learnms.decks.model import Deck

_QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
_PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
_CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
_META = "associatedcontent/imscc_xmlv1p1/learning-application-resource"


def write(decks: Sequence[Deck], path: Path) -> list[Loss]:
    """Write decks as assessments of one package; returns what QTI 1.2 cannot hold.

    Raises:
        OSError: the file cannot be written.
    """
    losses: list[Loss] = []
    manifest, resources = new_manifest(_PACKAGE, "IMS Content", "1.1.3")
    files: dict[str, bytes] = {MANIFEST: b""}
    for deck in decks:
        name = f"deck-{deck.id}"
        items, points = _assessment(deck, name, losses)
        files[f"{name}/{name}.xml"] = as_xml(items)
        files[f"{name}/assessment_meta.xml"] = as_xml(_quiz(deck, name, points))
        resource = SubElement(resources, "resource", identifier=name, type="imsqti_xmlv1p2")
        SubElement(resource, "file", href=f"{name}/{name}.xml")
        SubElement(resource, "dependency", identifierref=f"{name}-meta")
        href = f"{name}/assessment_meta.xml"
        resource = SubElement(
            resources, "resource", identifier=f"{name}-meta", type=_META, href=href
        )
        SubElement(resource, "file", href=href)
    files[MANIFEST] = as_xml(manifest)
    write_package(path, files)
    return losses


def _assessment(deck: Deck, name: str, losses: list[Loss]) -> tuple[Element, int]:
    """The document of a deck's questions, and all their points."""
    root = ElementTree.Element("questestinterop", xmlns=_QTI)
    assessment = SubElement(root, "assessment", ident=name, title=visible_line(deck.title))
    field = SubElement(SubElement(assessment, "qtimetadata"), "qtimetadatafield")
    SubElement(field, "fieldlabel").text = "cc_maxattempts"
    SubElement(field, "fieldentry").text = "1"
    section = SubElement(assessment, "section", ident="root_section")
    points = 0
    for written in questions_of(deck, losses):
        points += points_of(written.question.ask.response)
        section.extend(items_of(written, losses))
    return root, points


def _quiz(deck: Deck, name: str, points: int) -> Element:
    """What Canvas wants to know about a quiz."""
    quiz = ElementTree.Element("quiz", xmlns=_CANVAS, identifier=name)
    fields = {
        "title": deck.title,
        "description": deck.about,
        "shuffle_answers": "true",
        "scoring_policy": "keep_highest",
        "quiz_type": "assignment",
        "points_possible": f"{points}.0",
        "show_correct_answers": "true",
        "allowed_attempts": "1",
        "available": "false",
    }
    for tag, text in fields.items():
        SubElement(quiz, tag).text = visible(text)
    return quiz
