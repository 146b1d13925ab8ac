"""The examples of the search help are searches."""

from __future__ import annotations

import re

import pytest

from learnms.analysis.search.query import FIELDS, PLACES, PROPS, STATES, parse
from learnms.engine.browse.search_help import examples, hint
from learnms.engine.voice import NURSE, PATIENT, Voice


@pytest.mark.parametrize("voice", [NURSE, PATIENT])
def test_every_example_is_understood(voice: Voice) -> None:
    for written, _ in examples(voice):
        assert parse(written).remarks == (), written


def test_every_state_and_field_is_named() -> None:
    told = " ".join(f"{written} {finds}" for written, finds in examples(NURSE))
    words = set(re.findall(r"[a-z]+", told))

    assert {*STATES, *PLACES, *PROPS, *FIELDS} <= words


@pytest.mark.parametrize("voice", [NURSE, PATIENT])
def test_the_hint_fits_into_a_line_and_names_what_is_understood(voice: Voice) -> None:
    _, _, tried = hint(voice).partition(": ")

    assert len(hint(voice)) <= 70
    assert all(parse(each).remarks == () for each in tried.split(", "))


def test_a_patient_reads_no_terms() -> None:
    assert not {"lapses", "leech", "reps"} & set(
        re.findall(r"[a-z]+", " ".join(written for written, _ in examples(PATIENT)))
    )
