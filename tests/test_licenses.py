"""The README's list of the packages that an installation brings, with their licenses, is what is
installed here.
"""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
CLASSIFIERS = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD",
    "License :: OSI Approved :: Python Software Foundation License": "PSF-2.0",
}
SOME_VERSIONS_ONLY = {"greenlet", "uc-micro-py"}
"""Packages that only some versions of the others, or some computers, need."""


def direct() -> list[Requirement]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return [*map(Requirement, tomllib.load(file)["project"]["dependencies"])]


def installed() -> dict[str, str]:
    """Every package that the base installation needs, directly or not, with its license."""
    licenses: dict[str, str] = {}
    waiting = [(requirement.name, requirement.extras) for requirement in direct()]
    seen = set()
    while waiting:
        name, extras = waiting.pop()
        if (name, frozenset(extras)) in seen:
            continue
        seen.add((name, frozenset(extras)))
        licenses[re.sub(r"[-_.]+", "-", name).lower()] = license_of(name)
        for text in distribution(name).requires or []:
            needed = Requirement(text)
            if needed.marker is None or any(
                needed.marker.evaluate({"extra": extra}) for extra in ("", *extras)
            ):
                waiting.append((needed.name, needed.extras))
    return licenses


def license_of(name: str) -> str:
    data = distribution(name).metadata
    stated = data["License-Expression"] or (data["License"] or "").strip().partition("\n")[0]
    classified = (CLASSIFIERS.get(text) for text in data.get_all("Classifier") or [])
    return next(filter(None, (stated.removesuffix(" License"), *classified)), "unknown")


def listed() -> dict[str, str]:
    """The rows of the README's table: package and license."""
    text = (ROOT / "README.md").read_text("utf-8")
    section = text.partition("### Licenses")[2].partition("\n#")[0]
    return dict(re.findall(r"^\| ([\w-]+) \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)[1:])


def test_every_package_that_is_installed_is_listed_with_its_license() -> None:
    rows = listed()

    assert {name: rows.get(name) for name in installed()} == installed()
    assert rows.keys() - installed().keys() <= SOME_VERSIONS_ONLY


def test_the_packages_that_learnms_itself_imports_are_marked() -> None:
    text = (ROOT / "README.md").read_text("utf-8")

    for requirement in direct():
        assert f"| {requirement.name} | learnms |" in text
