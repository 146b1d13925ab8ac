"""Findings for the code review of GitHub, GitLab and editors: SARIF 2.1.0 (OASIS), and GitLab's
Code Quality report. Both recognize a finding by a fingerprint that moves with its line.
"""

from __future__ import annotations

import hashlib
import json
import os
import posixpath
from collections import Counter
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from learnms import __version__
from learnms.syntax.finding import FAMILIES
from learnms.syntax.rules import RULES, page
from learnms.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.decks.check import Checked
    from learnms.syntax.finding import Finding
    from learnms.syntax.rules import Rule

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_SARIF_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_GITLAB_SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def as_sarif(checked: Checked) -> str:
    """The report as a SARIF log of one run, with the rules that it uses."""
    codes = sorted({finding.code for finding in checked.findings})
    places = {code: index for index, code in enumerate(codes)}
    results = [
        {
            "ruleId": finding.code,
            "ruleIndex": places[finding.code],
            "level": _SARIF_LEVELS[finding.severity],
            "message": {"text": _message(finding)},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": _uri(finding.file)},
                        "region": {
                            "startLine": max(1, finding.line),
                            "startColumn": max(1, finding.column),
                            "endColumn": max(1, finding.column) + finding.length,
                        },
                    }
                }
            ],
            "partialFingerprints": {"learnms/v1": fingerprint},
        }
        for finding, fingerprint in _fingerprinted(checked)
    ]
    driver = {
        "name": "learnms",
        "version": __version__,
        "rules": [_sarif_rule(RULES[code]) for code in codes],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _sarif_rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "help": {"text": page(rule)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.severity]},
        "properties": {"tags": [FAMILIES[rule.code[:3]]]},
    }


def as_gitlab(checked: Checked) -> str:
    """The report as GitLab's Code Quality JSON."""
    rows = [
        {
            "description": f"{finding.code}: {_message(finding)}",
            "check_name": finding.code,
            "fingerprint": fingerprint,
            "severity": _GITLAB_SEVERITIES[finding.severity],
            "location": {"path": _path(finding.file), "lines": {"begin": max(1, finding.line)}},
        }
        for finding, fingerprint in _fingerprinted(checked)
    ]
    return json.dumps(rows, indent=2)


def _message(finding: Finding) -> str:
    message = finding.message[:1].upper() + finding.message[1:]
    return visible(f"{message}. Fix: {finding.fix}" if finding.fix else message)


def _fingerprinted(checked: Checked) -> Iterable[tuple[Finding, str]]:
    """Each finding with a hash of its code, file, card and line as written; equal ones are
    numbered.
    """
    seen: Counter[str] = Counter()
    for finding in checked.findings:
        lines = checked.lines.get(finding.file, ())
        line = lines[finding.line - 1].strip() if 1 <= finding.line <= len(lines) else ""
        text = "\x1f".join((finding.code, _path(finding.file), finding.card or "", line))
        seen[text] += 1
        yield finding, _digest(f"{text}\x1f{seen[text]}")


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _path(file: str) -> str:
    """The path below the working folder, where it is there, with slashes."""
    try:
        inside = os.path.relpath(file) if Path(file).is_absolute() else file
    except ValueError:  # on Windows, from one drive to another
        inside = os.pardir
    shown = file if inside.startswith(os.pardir) else inside
    return posixpath.normpath(PurePath(shown).as_posix())


def _uri(file: str) -> str:
    path = _path(file)
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(path.encode("utf-8", "surrogateescape"))
