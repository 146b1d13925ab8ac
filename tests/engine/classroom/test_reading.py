"""A folder of hand-ins: who counts, what is skipped, and what is said of it."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from learnms.engine.classroom import reading, wording
from learnms.engine.classroom.html import to_html
from learnms.engine.classroom.reading import read_class
from learnms.engine.classroom.report import ORDERS, ClassReport, report
from learnms.engine.classroom.tables import to_json, write_csv
from learnms.engine.workspace import Workspace
from learnms.errors import UsageError
from learnms.exchange.hand_in import DAMAGED, NEWER, NOT_OURS, HandIn
from learnms.study.first_answer import FirstAnswer
from tests.factories.hand_ins import DAY, as_in, deck, hand_in, hand_ins, questions, write_class

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Clock
    from tests.factories.hand_ins import Question

WRONG = 3


@pytest.fixture
def classroom(tmp_path: Path, clock: Clock) -> Iterator[tuple[Workspace, list[Question]]]:
    """An instructor's workspace with twelve questions, one with a wrong key."""
    asked = questions(12, 11, wrong_keys={WRONG})
    file = tmp_path / "decks" / "class.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text(deck(asked), "utf-8")
    workspace = Workspace(tmp_path / "instructor", [str(file)], clock)
    yield workspace, as_in(workspace.queries, asked)
    workspace.close()


def reported(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path, learners: int = 40
) -> ClassReport:
    workspace, asked = classroom
    folder = write_class(tmp_path / "class", *hand_ins(learners, asked, 2))
    return report(workspace.queries, read_class([folder]))


def test_files_that_do_not_count_are_named_with_the_reason(tmp_path: Path) -> None:
    asked = questions(5, 1)
    sound = list(hand_ins(12, asked))
    folder = write_class(tmp_path / "class", *sound)
    (folder / "a-note.txt").write_text("Dear colleague", "utf-8")
    (folder / "later.json").write_text('{"learnms_hand_in": 2, "x": 1}', "utf-8")
    (folder / "truncated.json").write_text(sound[1].to_text()[:-40].replace("000001", "x"), "utf-8")
    (folder / ".hidden").write_text("", "utf-8")
    below = folder / "late"
    below.mkdir()
    (below / "again.json").write_text(hand_in(asked, "learner-000003", "y").to_text(), "utf-8")
    log = HandIn("learner-000004", None, DAY, DAY, sound[4].answers, sound[4].seconds)
    (below / "log.json").write_text(log.to_text(), "utf-8")
    read = read_class([folder])

    reasons = {skipped.path.rpartition("/")[2]: skipped.why for skipped in read.skipped}
    assert reasons == {
        "a-note.txt": NOT_OURS,
        "later.json": NEWER,
        "truncated.json": DAMAGED,
        "again.json": reading.SAME.format("learner-000003"),
        "log.json": "the code learner-000004 also handed in a paper, and only that counts",
    }
    assert (read.files, read.sums.learners) == (12, 12)
    assert read.papers == {("paper-1", "A"): 6, ("paper-1", "B"): 6}


def test_the_first_sound_file_of_a_learner_counts(tmp_path: Path) -> None:
    asked = questions(5, 1)
    first, second = (hand_in(asked, "oak", seed) for seed in ("1", "2"))
    folder = tmp_path / "class"
    write_class(folder, first, second, second)
    damaged = folder / "hand-in-000000.json"
    damaged.write_text(damaged.read_text("utf-8").replace('"points": 1', '"points": 0', 1), "utf-8")
    read = read_class([folder])

    assert [skipped.why for skipped in read.skipped] == [DAMAGED, reading.SAME.format("oak")]
    points = sum(answer.points for answer in second.answers)
    assert sum(one.alone_x + one.x for one in read.sums.items.values()) == points


def test_of_two_files_of_a_learner_the_earlier_answers_count(tmp_path: Path) -> None:
    asked = questions(5, 1)
    late = replace(hand_in(asked, "oak", "1"), last=DAY + timedelta(days=1))
    early = hand_in(asked, "oak", "2")
    read = read_class([write_class(tmp_path / "class", late, early)])

    assert [skipped.path.rpartition("/")[2] for skipped in read.skipped] == ["hand-in-000000.json"]
    points = sum(answer.points for answer in early.answers)
    assert sum(one.x for one in read.sums.items.values()) == points


def test_paths_that_are_not_there_and_empty_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no file or folder"):
        read_class([tmp_path / "nowhere"])
    with pytest.raises(UsageError, match="no files"):
        read_class([tmp_path])


def test_two_processes_read_what_one_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = questions(6, 1)
    folder = write_class(tmp_path / "class", *hand_ins(30, asked))
    alone = read_class([folder])
    monkeypatch.setattr(reading, "_MANY", 10)
    monkeypatch.setattr(reading, "_CHUNK", 7)
    progress: list[tuple[int, int]] = []
    together = read_class([folder], lambda done, total: progress.append((done, total)))

    assert (together.files, together.papers) == (alone.files, alone.papers)
    for item, sums in alone.sums.items.items():
        other = together.sums.items[item]
        assert (other.n, other.x) == (sums.n, sums.x)
        assert other.xr == pytest.approx(sums.xr)
    assert progress == [(7, 30), (14, 30), (21, 30), (28, 30), (30, 30)]


def test_the_learners_own_data_are_not_touched(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    reported(classroom, tmp_path)

    assert not list(classroom[0].queries.events.all())


def test_the_wrong_key_comes_first_with_the_words_of_the_deck(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    found = reported(classroom, tmp_path)
    first = found.questions[0]

    assert [one.name for one in found.doubtful] == [f"question-{WRONG:02}"]
    assert first.text == f"What is true of point {WRONG:02}?"
    assert first.notes[0] == "check the key"
    doubtful = [row for row in first.statistics.choices if row.is_doubtful]
    assert [row.choice.text for row in doubtful] == [f"Option 0 of question {WRONG:02}"]
    rights = [row.right for row in first.statistics.choices]
    assert rights.count(True) == 1
    difficulties = [one.statistics.difficulty or 0 for one in found.questions[1:]]
    assert difficulties == sorted(difficulties)


def test_other_orders_keep_all_questions(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    found = reported(classroom, tmp_path)

    for order in ORDERS:
        assert set(found.sorted_by(order)) == set(found.questions)
    by_value = [one.statistics.discrimination or 0 for one in found.sorted_by("discrimination")]
    assert by_value == sorted(by_value)


def test_wordings_are_kept_apart(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    workspace, asked = classroom
    old = [*asked[:1], *asked[2:]]
    reworded = [*old, type(asked[1])(1, 1.0, 0.0, form="f00d" * 4)]
    folder = write_class(
        tmp_path / "class",
        *(hand_in(asked, f"new-{at}", f"{at}") for at in range(12)),
        *(hand_in(reworded, f"old-{at}", f"o{at}") for at in range(8)),
    )
    found = report(workspace.queries, read_class([folder]))
    both = [one for one in found.questions if one.name == "question-01"]

    assert sorted(one.statistics.attempts for one in both) == [8, 12]
    assert {one.version for one in both} == {"f00d", asked[1].form[:4]}
    few = next(one for one in both if one.statistics.attempts == 8)
    assert (few.is_here, few.notes) == (False, ("not enough answers",))


def test_the_json_has_its_documented_shape(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    data = json.loads(json.dumps(to_json(reported(classroom, tmp_path))))

    keys = ["learners", "answers", "days", "papers", "tests", "scores", "items"]
    assert list(data) == [*keys, "topics", "steps", "skipped"]
    (test,) = data["tests"]
    assert (test["learners"], test["questions"], test["kr20"]) == (40, 12, True)
    assert data["papers"][0] == {"paper": "paper-1", "form": "A", "learners": 20}
    assert data["items"][0]["alarm"] is True
    assert data["items"][0]["options"][0].keys() >= {"text", "right", "count", "rest", "doubtful"}
    assert {topic["title"] for topic in data["topics"]} >= {"Safety of the drug"}
    assert sum(score["learners"] or 0 for score in data["scores"]) <= 40


def hostile() -> list[HandIn]:
    """Hand-ins whose texts would do harm in a spreadsheet, a page or a terminal."""
    texts = ("=1+1", "<script>alert(1)</script>", "\x1b[2Jgone", "plain")
    made = []
    for at in range(20):
        answers = tuple(
            FirstAnswer(
                f"=cmd|'{number}",
                None,
                "form",
                "single",
                "<b>topic</b>",
                None,
                int(at % 4 == 0),
                1,
                (texts,),
                ((at % 4,),),
            )
            for number in range(3)
        )
        made.append(HandIn(f"code-{at}", None, DAY, DAY, answers, (1, 2, 3)))
    return made


def test_hostile_texts_are_text_everywhere(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    folder = write_class(tmp_path / "class", *hostile())
    found = report(classroom[0].queries, read_class([folder]))
    stream = io.StringIO()
    write_csv(found, stream)
    html = to_html(found)

    rows = list(csv.reader(io.StringIO(stream.getvalue())))
    assert all(not cell.startswith(("=", "+", "@")) for row in rows for cell in row)
    assert rows[1][0].startswith("'=cmd")
    assert "<script>alert" not in html
    assert "<b>topic" not in html
    assert "\x1b" not in html


def test_the_report_is_one_file_that_asks_for_nothing(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    from xml.etree import ElementTree

    html = to_html(reported(classroom, tmp_path))

    for outside in ("<script", "http://", "https://", "src=", "@import", "url("):
        assert outside not in html.replace("http://www.w3.org/2000/svg", "")
    plots = html.split("<svg")[1:]
    assert len(plots) == 3
    for plot in plots:
        svg = ElementTree.fromstring(f"<svg{plot.partition('</svg>')[0]}</svg>")
        names = [child.tag.rpartition("}")[2] for child in svg[:2]]
        assert (svg.get("role"), names) == ("img", ["title", "desc"])
    assert "1 key is in doubt" in html
    assert "people are hidden, but totals and shares can give them away" in html
    assert f"“Option 0 of question {WRONG:02}” was chosen by stronger learners." in html


def test_questions_that_are_not_in_the_plot_are_counted_with_the_reason(
    classroom: tuple[Workspace, list[Question]], tmp_path: Path
) -> None:
    found = reported(classroom, tmp_path)
    first, second, *rest = found.questions
    few = first._replace(statistics=replace(first.statistics, attempts=9, discrimination=None))
    same = second._replace(statistics=replace(second.statistics, discrimination=None))

    html = to_html(replace(found, questions=(few, same, *rest)))

    shown = "Not shown: 1 with fewer than 10 answers and 1 on which everybody scored the same."
    assert shown in html
    assert "Not shown" not in to_html(found)


@pytest.mark.parametrize(
    ("value", "text"), [(-0.123, "\u22120.12"), (-0.001, "0.00"), (0.5, "0.50"), (None, "")]
)
def test_correlations_have_two_places(value: float | None, text: str) -> None:
    assert wording.decimal(value) == text


def test_hidden_counts_are_said(open_workspace: Callable[[], Workspace]) -> None:
    assert (wording.people(None), wording.people(0), wording.people(1200)) == ("<5", "0", "1,200")
