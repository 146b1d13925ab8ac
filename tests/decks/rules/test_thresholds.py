"""`learnms.toml`: what it may hold, and one clear sentence for what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from learnms.decks.rules import pages
from learnms.decks.rules.thresholds import LIMITS, Thresholds, read_thresholds
from learnms.errors import UsageError
from learnms.syntax.rules import RULES


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert read_thresholds(tmp_path) == Thresholds()
    assert Thresholds()["key-length-ratio"] == 1.33


def test_a_file_moves_limits_and_silences_rules(tmp_path: Path) -> None:
    (tmp_path / "learnms.toml").write_text(
        '[check]\nkey-length-ratio = 2\neasy-words = ["Ocrevus"]\n[check.ignore]\nLM316 = "later"\n'
    )
    found = read_thresholds(tmp_path)

    assert found["key-length-ratio"] == 2
    assert found["grade"] == LIMITS["grade"].default
    assert found.easy_words == ("Ocrevus",)
    assert found.ignored == {"LM316"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[check", "cannot be read as TOML"),
        ("\ufffe", "cannot be read as TOML"),
        ("grade = 6", "`grade` is not in `[check]`. Put it there."),
        ("check = 3", "`check` should be a table, not 3. Write `[check]`"),
        ("[check]\ngrde = 6", "`grde` is not a threshold. Did you mean `grade`?"),
        ("[check]\nzzzzzzz = 6", "The names are key-length-ratio"),
        ("[check]\ngrade = 0", "`grade` should be a number from 1 to 20, not 0."),
        ("[check]\ngrade = '6'", "`grade` should be a number from 1 to 20, not '6'."),
        ("[check]\ngrade = true", "not True"),
        ("[check]\ngrade = nan", "not nan"),
        ("[check]\neasy-words = 'MS'", "`easy-words` should be a list of words"),
        ("[check]\nignore = ['LM316']", "should be a table of codes with reasons"),
        ("[check.ignore]\nLM401 = 'x'", "`LM401` cannot be ignored. Only findings of LM3, LM6"),
        ("[check.ignore]\nLM316 = ''", "`LM316` has no reason"),
    ],
)
def test_a_bad_file_is_one_sentence_with_its_cure(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "learnms.toml").write_bytes(text.encode("utf-8", "surrogatepass"))

    with pytest.raises(UsageError) as refused:
        read_thresholds(tmp_path)

    assert message in str(refused.value)
    assert "learnms.toml" in str(refused.value)


def test_all_faults_of_a_file_are_named_at_once(tmp_path: Path) -> None:
    text = "[check]\ngrde = 6\ncolumns = 1\neasy-words = 1\n[check.ignore]\nLM316 = ''\n[x]\n"
    (tmp_path / "learnms.toml").write_text(text, "utf-8")

    with pytest.raises(UsageError) as refused:
        read_thresholds(tmp_path)

    for name in ("grde", "columns", "easy-words", "LM316", "x"):
        assert f"`{name}` " in str(refused.value)


def test_every_rule_has_a_reason_examples_and_a_limit_that_exists() -> None:
    advice = [rule for rule in RULES.values() if rule.code[:3] in ("LM3", "LM6", "LM7", "LM9")]

    assert len(advice) >= 30
    for rule in advice:
        assert rule.why, rule.code
        assert rule.bad, rule.code
        assert rule.good, rule.code
        assert not rule.threshold or rule.threshold in LIMITS, rule.code
        assert rule.severity in ("warning", "info"), rule.code
        assert not rule.keeps_out, rule.code
    assert {rule.threshold for rule in advice} >= set(LIMITS)
    assert pages.__doc__
