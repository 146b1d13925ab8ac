"""The settings file: read, written, read again; wrong values are refused in words."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from learnms.days_off import DaysOff
from learnms.errors import LearnmsError
from learnms.settings import (
    FILE,
    SPACING,
    WEEKDAYS,
    WHO,
    BacklogPlan,
    ExamPlan,
    Settings,
    SettingsError,
    read_settings,
    write_settings,
)
from learnms.themes import THEMES

TARGETS = st.floats(0.70, 0.97)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
EXAMS = st.none() | st.builds(
    ExamPlan, st.dates(), st.integers(1, 600), TARGETS, st.lists(NAMES, max_size=3).map(tuple)
)
SETTINGS = st.builds(
    Settings,
    who=st.sampled_from(["", *WHO]),
    target=TARGETS,
    new_per_day=st.none() | st.integers(0, 9999),
    session_cards=st.none() | st.integers(0, 9999),
    session_minutes=st.integers(0, 600),
    rollover_hour=st.integers(0, 12),
    buttons=st.sampled_from([2, 4]),
    confidence=st.booleans(),
    theme=st.sampled_from(THEMES),
    reduced_motion=st.booleans(),
    spacing=st.sampled_from(SPACING),
    guard_ms=st.none() | st.integers(0, 3000),
    repeat_ms=st.integers(0, 1000),
    break_minutes=st.integers(0, 600),
    balance=st.booleans(),
    easy_days=st.sets(st.sampled_from(WEEKDAYS), max_size=6).map(
        lambda days: tuple(day for day in WEEKDAYS if day in days)
    ),
    days_off=st.lists(st.tuples(st.dates(), st.integers(0, 30)), max_size=4).map(
        lambda ranges: DaysOff.of(
            (first, min(date.max, first + timedelta(days=min(more, (date.max - first).days))))
            for first, more in ranges
        )
    ),
    targets=st.dictionaries(NAMES, TARGETS, max_size=3).map(
        lambda targets: tuple(sorted(targets.items()))
    ),
    exam=EXAMS,
    backlog=st.none() | st.builds(BacklogPlan, st.integers(0, 9999), st.dates()),
)


@given(SETTINGS)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, settings: Settings
) -> None:
    home = tmp_path_factory.mktemp("home")

    write_settings(home, settings)

    assert read_settings(home) == settings


def test_every_line_of_the_file_is_explained(tmp_path: Path) -> None:
    plan = BacklogPlan(20, date(2027, 1, 15))
    write_settings(
        tmp_path,
        replace(
            Settings(),
            exam=ExamPlan(date(2027, 1, 15)),
            targets=(("reactions", 0.95),),
            backlog=plan,
        ),
    )

    lines = (tmp_path / FILE).read_text().splitlines()
    single = lines[: lines.index("")]
    assert all(line.startswith("# ") for line in single[::2])
    assert all(" = " in line for line in single[1::2])
    assert lines[lines.index("[exam]") - 1].startswith("# ")
    assert lines[lines.index("[targets]") - 1].startswith("# ")
    assert lines[lines.index("[backlog]") - 1].startswith("# ")


def test_the_key_delay_is_longer_for_patients_until_one_is_chosen(tmp_path: Path) -> None:
    assert [Settings(who=who).guard for who in WHO] == [300, 600, 300]
    assert [Settings(who=who, guard_ms=0).guard for who in WHO] == [0, 0, 0]

    write_settings(tmp_path, Settings(who="patient"))
    assert "guard_ms" not in (tmp_path / FILE).read_text()
    assert read_settings(tmp_path).guard_ms is None


@pytest.mark.parametrize(
    ("text", "spacing"),
    [
        ("wide_spacing = true", "wide"),
        ("wide_spacing = false", "normal"),
        ('wide_spacing = true\nspacing = "large"', "large"),
        ('spacing = "normal"\nwide_spacing = true', "normal"),
    ],
)
def test_the_old_name_of_the_spacing_is_read(tmp_path: Path, text: str, spacing: str) -> None:
    (tmp_path / FILE).write_text(f"{text}\n")
    settings = read_settings(tmp_path)
    assert settings.spacing == spacing

    for other in SPACING:
        write_settings(tmp_path, replace(settings, spacing=other))
        assert read_settings(tmp_path).spacing == other
    assert text.splitlines()[0] in (tmp_path / FILE).read_text() or text.startswith("spacing")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("target = 1.2", "`target`, a desired retention, must be between 0.70 and 0.97, not 1.2"),
        ("target = true", "not True"),
        ("targets = 3", "`[targets]` must be a table of topics"),
        (
            "[targets]\nreactions = 0.5",
            ("`targets.reactions`, a desired retention, must be between"),
        ),
        ("rollover_hour = 13", "`rollover_hour` must be a whole number from 0 to 12, not 13"),
        ("wide_spacing = 1", "`wide_spacing` must be true or false, not 1"),
        ('spacing = "huge"', "`spacing` must be one of normal, wide, large, not 'huge'"),
        ("confidence = 1", "`confidence` must be true or false, not 1"),
        ('easy_days = ["funday"]', "`easy_days` must list at most six of monday"),
        ("days_off = 3", "`days_off` must list dates such as 2026-12-24 or 2026-12-24..2026-12-26"),
        ('days_off = ["monday"]', "`days_off`: 'monday' is not a date or a range of dates"),
        ("days_off = [2026-12-24T08:00:00]", "is not a date or a range of dates"),
        ('days_off = ["2026-12-26..2026-12-24"]', "2026-12-26..2026-12-24 ends before it begins"),
        ("[exam]\nminutes = 20", "`exam.date` must be a date such as 2027-01-15, not None"),
        ("[exam]\ndate = 2027-01-15T08:00:00", "`exam.date` must be a date such as 2027-01-15"),
        (
            "[exam]\ndate = 2027-01-15\nminutes = 0",
            "`exam.minutes` must be a whole number from 1 to 600, not 0",
        ),
        ("[exam]\ndate = 2027-01-15\nroom = 2", "`[exam]` must be a table with"),
        ("backlog = 20", "`[backlog]` must be a table with `per_day` and `until`, not 20"),
        ("[backlog]\nper_day = 20", "`[backlog]` must be a table with `per_day` and `until`"),
        (
            "[backlog]\nper_day = -1\nuntil = 2027-01-15",
            "`backlog.per_day` must be a whole number from 0 to 9999, not -1",
        ),
        (
            "[backlog]\nper_day = 20\nuntil = 3",
            "`backlog.until` must be a date such as 2027-01-15, not 3",
        ),
        ("speed = 2", "unknown setting `speed`"),
        ("target = ", "is not valid TOML"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_in_words(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / FILE).write_text(text)

    with pytest.raises(LearnmsError) as refused:
        read_settings(tmp_path)

    assert says in str(refused.value)
    assert FILE in str(refused.value)


def test_a_topic_has_its_own_retention() -> None:
    settings = Settings(targets=(("reactions", 0.95), ("safety/doses", 0.8)))

    assert settings.target_of("any", "reactions") == 0.95
    assert settings.target_of("safety", "doses") == 0.8
    assert settings.target_of("other", "doses") == settings.target_of("other", None) == 0.9


def test_every_bad_value_is_named_and_the_good_ones_hold(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('target = 1.2\nspeed = 2\nnew_per_day = 3\ntheme = "pink"\n')

    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path)

    said = str(refused.value)
    assert all(f"`{name}`" in said for name in ("target", "speed", "theme"))
    assert refused.value.good == Settings(new_per_day=3)


def test_a_broken_file_is_kept_under_a_name_that_is_free(tmp_path: Path) -> None:
    kept = []
    for text in ("target = ", "theme = "):
        (tmp_path / FILE).write_text(text)
        kept.append(write_settings(tmp_path, Settings(who="patient")))

    assert [path and (path.name, path.read_text()) for path in kept] == [
        (f"{FILE}.broken", "target = "),
        (f"{FILE}.broken2", "theme = "),
    ]
    assert read_settings(tmp_path) == Settings(who="patient")


def test_a_broken_file_that_is_gone_meanwhile_is_no_reason_to_stop(tmp_path: Path) -> None:
    assert write_settings(tmp_path, Settings(who="patient")) is None
    assert read_settings(tmp_path) == Settings(who="patient")


def test_a_patient_begins_with_fewer_cards() -> None:
    student, patient = Settings(who="student"), Settings(who="patient")

    assert (student.daily_new, student.cards_at_a_time, student.more_new) == (10, 0, 10)
    assert (patient.daily_new, patient.cards_at_a_time, patient.more_new) == (5, 15, 5)


def test_what_suits_who_the_learner_is_is_not_stored_until_it_is_chosen(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings(who="patient"))
    assert "new_per_day" not in (tmp_path / FILE).read_text()
    unchosen = replace(read_settings(tmp_path), who="student")
    write_settings(tmp_path, replace(unchosen, who="patient", session_cards=0))
    chosen = read_settings(tmp_path)

    assert (unchosen.daily_new, unchosen.cards_at_a_time) == (10, 0)
    assert (chosen.daily_new, chosen.cards_at_a_time) == (5, 0)


def test_saving_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    file = tmp_path / FILE
    text = """\
# My settings. Do not touch!
theme = "light"   # my eyes

new_per_day = 3
who = "student"
mood = "calm"     # nobody knows this

# for the big day
[exam]  # in room 4
minutes = 30 # after work
target = 0.9
date = 2027-01-15
decks = [
  "one-deck",  # the hard one
]
# done
"""
    file.write_text(text)
    with pytest.raises(SettingsError, match="unknown setting `mood`") as told:
        read_settings(tmp_path)
    settings = told.value.good
    assert settings.exam is not None

    assert write_settings(tmp_path, settings) is None
    assert file.read_text() == text
    assert (
        write_settings(
            tmp_path,
            replace(settings, theme="dark", buttons=2, exam=replace(settings.exam, minutes=45)),
        )
        is None
    )

    changed = text.replace('"light"', '"dark"').replace("minutes = 30", "minutes = 45")
    assert file.read_text() == changed.replace(
        "\n# for the big day",
        "# grades: 2 (forgot, remembered) or 4\nbuttons = 2\n\n# for the big day",
    )
    assert list(tmp_path.iterdir()) == [file]


@settings_of_hypothesis(max_examples=25)
@given(SETTINGS, SETTINGS)
def test_any_settings_can_follow_any_others_in_one_file(
    tmp_path_factory: pytest.TempPathFactory, first: Settings, second: Settings
) -> None:
    home = tmp_path_factory.mktemp("home")
    write_settings(home, first)
    with (home / FILE).open("a") as file:
        file.write("# the end\n")

    assert write_settings(home, second) is None

    assert read_settings(home) == second
    assert (home / FILE).read_text().count("# the end") == 1
    for name, there in (
        ("exam", second.exam),
        ("targets", second.targets),
        ("backlog", second.backlog),
    ):
        assert (f"[{name}]" in (home / FILE).read_text()) == bool(there)


def test_what_is_taken_out_takes_our_own_comment_along(tmp_path: Path) -> None:
    write_settings(tmp_path, Settings())
    before = (tmp_path / FILE).read_text()
    write_settings(
        tmp_path, Settings(exam=ExamPlan(date(2027, 1, 15)), targets=(("reactions", 0.95),))
    )

    write_settings(tmp_path, Settings())

    assert (tmp_path / FILE).read_text() == before


def test_a_value_that_does_not_fit_is_replaced_and_the_file_with_it_is_kept(tmp_path: Path) -> None:
    text = "target = 5 # too much\nnew_per_day = 3\n"
    (tmp_path / FILE).write_text(text)

    kept = write_settings(tmp_path, Settings(new_per_day=3, theme="light"))

    assert kept is not None
    assert kept.read_text() == text
    assert (tmp_path / FILE).read_text().startswith("target = 0.9 # too much\nnew_per_day = 3\n")
    assert read_settings(tmp_path) == Settings(new_per_day=3, theme="light")


def test_a_link_is_written_through(tmp_path: Path) -> None:
    home, dotfiles = tmp_path / "home", tmp_path / "dotfiles"
    home.mkdir()
    dotfiles.mkdir()
    (dotfiles / "learnms.toml").write_text("# mine\nnew_per_day = 3\n")
    (home / FILE).symlink_to(dotfiles / "learnms.toml")

    write_settings(home, Settings(new_per_day=4))

    assert (home / FILE).is_symlink()
    assert (dotfiles / "learnms.toml").read_text() == "# mine\nnew_per_day = 4\n"
    assert [path.name for path in (*home.iterdir(), *dotfiles.iterdir())] == [FILE, "learnms.toml"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a = " + "[" * 5000, "it is nested too deeply"),
        ("a = " + "{b=" * 3000, "it is nested too deeply"),
        ("target = " + "9" * 6000, "is not valid TOML"),
        ("target = 0x" + "f" * 6000, "not a value that long"),
        ("new_per_day = " + "9" * 4000, "…"),
        ("target = nan", "not nan"),
        ("target = inf", "not inf"),
        ('theme = "' + "x" * 100_000 + '"', "…"),
        ("x" * 100_000 + " = 1", "unknown setting"),
        ("# " + "x" * 2_000_000, "it is larger than 1,024 KiB"),
        ("theme = 'a\x00b'", "is not valid TOML"),
    ],
    ids=lambda text: text[:14],
)
def test_a_hostile_file_is_one_sentence(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / FILE).write_text(text)

    with pytest.raises(SettingsError) as refused:
        read_settings(tmp_path)

    assert says in str(refused.value)
    assert len(str(refused.value)) < 800
    assert refused.value.good == Settings()
    write_settings(tmp_path, Settings(theme="light"))
    assert refused.value.good.theme == "dark"


@pytest.mark.skipif(os.name != "posix", reason="pipes and devices in folders are POSIX")
@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_what_is_no_file_is_one_sentence_and_put_aside(tmp_path: Path, kind: str) -> None:
    if kind == "pipe":
        os.mkfifo(tmp_path / FILE)
    elif kind == "device":
        (tmp_path / FILE).symlink_to("/dev/zero")
    else:
        (tmp_path / FILE).mkdir()

    with pytest.raises(SettingsError, match="not an ordinary file"):
        read_settings(tmp_path)

    kept = write_settings(tmp_path, Settings(theme="light"))
    assert kept == tmp_path / f"{FILE}.broken"
    assert read_settings(tmp_path) == Settings(theme="light")


def test_the_new_text_is_on_the_disk_before_it_takes_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    real_fsync, real_replace = os.fsync, os.replace

    def fsync(descriptor: int) -> None:
        assert os.fstat(descriptor).st_size, "all of it was written before"
        order.append("fsync")
        real_fsync(descriptor)

    def replaces(source: str, target: str) -> None:
        order.append("replace")
        real_replace(source, target)

    monkeypatch.setattr("os.fsync", fsync)
    monkeypatch.setattr("os.replace", replaces)

    write_settings(tmp_path, Settings())

    assert order == ["fsync", "replace"]
