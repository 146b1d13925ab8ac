"""The table of rules."""

from __future__ import annotations

import pytest

from learnms.syntax.node import Mark
from learnms.syntax.rules import RULES, Rule, finding, register


def lm0() -> list[Rule]:
    return [rule for code, rule in RULES.items() if code.startswith("LM0")]


def test_every_rule_of_yaml_explains_itself_with_a_bad_and_a_good_example() -> None:
    for rule in lm0():
        assert "Bad: " in rule.explanation, rule.code
        assert "Good: " in rule.explanation, rule.code
        assert rule.title[0].islower() or rule.title[0] in "`%?", rule.code


def test_the_warnings_and_the_rules_that_leave_a_card_in_study() -> None:
    assert [rule.code for rule in lm0() if rule.severity != "error"] == ["LM013", "LM032"]
    assert [rule.code for rule in lm0() if not rule.keeps_out] == ["LM006", "LM013", "LM032"]


@pytest.mark.parametrize("code", ["LM001", "LM1", "XX101", "LMA01"])
def test_a_code_that_is_taken_or_malformed_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"is not a code|registered twice"):
        register(Rule(code, "error", "a title", "An explanation."))


def test_a_finding_takes_its_severity_from_the_table_unless_told() -> None:
    mark = Mark(3, 5, 20)

    assert finding("LM013", "deck.yaml", mark, "x").severity == "warning"
    assert finding("LM013", "deck.yaml", mark, "x", severity="info").severity == "info"
    assert finding("LM012", "deck.yaml", mark, "x", "do y", 0, "card-1") == finding(
        "LM012", "deck.yaml", mark, "x", "do y", 1, "card-1"
    )
