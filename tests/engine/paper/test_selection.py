"""Which questions a paper has: the blueprint, whole cases, and too few."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from learnms.engine.paper.selection import PaperSpec, Place, Selection, apportion, select
from learnms.engine.workspace import Workspace
from learnms.errors import UsageError
from tests.engine.paper.conftest import CASES, HEAD, WEIGHTS, card

WorkspaceOf = Callable[[str], Workspace]


def selected(workspace: Workspace, **choices: object) -> Selection:
    spec = replace(PaperSpec(by_blueprint=True), **choices)  # type: ignore[arg-type]
    return select(workspace.queries, workspace.settings, spec)


def test_the_largest_remainders_get_what_is_left() -> None:
    a, b, c = (Place("deck", key) for key in "abc")

    assert apportion(10, {a: 0.45, b: 0.35, c: 0.2}) == {a: 5, b: 3, c: 2}
    assert apportion(10, {a: 0.6, b: 0.3, c: 0.1}, {a: 2, b: 20, c: 20}) == {a: 2, b: 6, c: 2}
    assert apportion(10, {a: 1.0, b: 0.0}, {a: 3, b: 20}) == {a: 3, b: 0}


@given(
    st.integers(0, 200),
    st.lists(st.tuples(st.floats(0.01, 1), st.integers(0, 100)), min_size=1, max_size=12),
)
def test_shares_add_up_to_the_total_or_fill_everything(
    total: int, rows: list[tuple[float, int]]
) -> None:
    weights = {Place("d", str(at)): weight for at, (weight, _) in enumerate(rows)}
    room = {Place("d", str(at)): most for at, (_, most) in enumerate(rows)}

    free, capped = apportion(total, weights), apportion(total, weights, room)

    whole = sum(weights.values())
    assert sum(free.values()) == total
    assert all(abs(free[p] - total * weights[p] / whole) < 1 for p in weights)
    assert sum(capped.values()) == min(total, sum(room.values()))
    assert all(capped[place] <= room[place] for place in room)


@pytest.mark.parametrize("cases", [True, False])
def test_a_blueprint_is_kept_within_one_question(workspace_of: WorkspaceOf, cases: bool) -> None:
    workspace = workspace_of(WEIGHTS + CASES)

    for questions, seed in product((7, 10, 25, 33), (1, 2, 3)):
        chosen = selected(workspace, questions=questions, cases=cases, seed=seed)
        have = {topic.place.topic: topic.have for topic in chosen.topics}

        assert chosen.size == questions
        for topic, share in (("big", 0.6), ("middle", 0.3), ("small", 0.1)):
            assert abs(have[topic] - share * questions) <= 1, (seed, topic)
        sizes = {len(unit) for unit in chosen.units}
        assert sizes <= ({1, 2} if cases else {1})


def test_what_a_topic_lacks_goes_to_the_others(workspace_of: WorkspaceOf) -> None:
    few = HEAD + "".join(card("big", n) for n in range(2))
    few += "".join(card(topic, n) for topic in ("middle", "small") for n in range(20))

    chosen = selected(workspace_of(few), questions=20)

    rows = {
        topic.place.topic: (topic.target, topic.have, topic.available) for topic in chosen.topics
    }
    assert rows["big"] == (12, 2, 2)
    assert rows["middle"][1] + rows["small"][1] == 18
    assert rows["middle"][1] > rows["small"][1]


def test_the_same_seed_selects_the_same_questions(workspace_of: WorkspaceOf) -> None:
    workspace = workspace_of(WEIGHTS + CASES)

    def names(seed: int) -> list[str | None]:
        return [unit[0].row.card for unit in selected(workspace, seed=seed).units]

    assert names(7) == names(7)
    assert names(7) != names(8)


def test_topics_and_priorities_narrow_the_choice(workspace_of: WorkspaceOf) -> None:
    workspace = workspace_of(WEIGHTS.replace("id: big-03", "id: big-03\n    priority: core"))

    chosen = selected(workspace, questions=5, topics=("small",))
    assert {topic.place.topic for topic in chosen.topics} == {"small"}
    core = selected(workspace, questions=1, priorities=("core",))
    assert [unit[0].row.card for unit in core.units] == ["big-03"]


@pytest.mark.parametrize(
    ("choices", "message", "remedy"),
    [
        ({"questions": 61}, "only 60 questions to print, not 61", "Ask for --questions 60"),
        ({"questions": 21, "topics": ("big",)}, "only 20 questions", "leave out --topic"),
        ({"topics": ("none",)}, "No topic of these decks is called `none`", "big, middle, small"),
        ({"topics": ("smal",)}, "No topic of these decks", "Did you mean `small`?"),
        ({"topics": ("big", "none")}, "is called `none`", "Choose from: big, middle, small."),
        (
            {"topics": ("small",), "priorities": ("core",)},
            "no questions to print",
            "leave out --topic",
        ),
        ({"questions": 1, "priorities": ("core",)}, "no questions", "leave out --priority"),
        ({"questions": 0}, "Questions must be 1 to 200", ""),
    ],
)
def test_too_few_questions_say_how_many_there_are(
    workspace_of: WorkspaceOf, choices: dict[str, object], message: str, remedy: str
) -> None:
    with pytest.raises(UsageError) as error:
        selected(workspace_of(WEIGHTS), **choices)

    assert message in error.value.message
    assert remedy in (error.value.remedy or "")


@pytest.mark.parametrize("fewer", [True, False])
def test_fewer_questions_than_the_shortest_case_are_too_few(
    workspace_of: WorkspaceOf, fewer: bool
) -> None:
    only_cases = workspace_of(HEAD.replace("cards:\n", "") + CASES)

    with pytest.raises(UsageError) as error:
        selected(only_cases, questions=1, fewer=fewer)

    assert "only cases match, a case is printed whole, and the shortest has 2" in str(error.value)
    assert error.value.remedy == "Ask for --questions 2, or add decks."
    assert selected(only_cases, questions=2).size == 2
