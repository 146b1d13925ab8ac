"""What is due and what is new, against a model that looks at everything one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.decks.model import PRIORITIES
from learnms.store.deck_cache.parsed import ParsedCard, ParsedFile, ParsedPart
from learnms.store.deck_cache.refresh import refresh
from learnms.store.first_paint import StudyQueries
from learnms.store.read.memory import MemoryQueries
from learnms.store.read.rows import MEMORY_COLUMNS, memory_row
from learnms.store.records import DeckFile
from learnms.store.scope import CORE, EVERYTHING, EXTRA, Scope
from learnms.store.sqlite.connection import DatabaseHandle, open_reader, open_writer
from learnms.study.event import Draft, Part
from learnms.study.memory import NEW, Memory
from tests.factories.store import (
    MONDAY,
    Clock,
    CountingParser,
    answer,
    card,
    deck,
    memory,
    open_store,
)

AUDIENCES = [(), ("nurse",), ("patient",), ("nurse", "patient")]
TODAY = MONDAY
days = st.integers(-3, 3).map(lambda offset: TODAY + timedelta(days=offset))
keys = st.sampled_from([None, "k1", "k2"])


@dataclass
class Placed:
    """A card in a file of the model."""

    ident: str
    audience: tuple[str, ...]
    parts: dict[str | None, str | None] = field(default_factory=dict)
    priority: int = 1
    region: tuple[str, ...] = ()


cards = st.builds(
    Placed,
    st.sampled_from([f"card-{letter}" for letter in "abcdef"]),
    st.sampled_from(AUDIENCES),
    st.dictionaries(st.sampled_from([None, "c1", "c2", "rev"]), keys, min_size=1, max_size=3),
    st.integers(0, EXTRA),
    st.sampled_from([(), ("us",), ("eu", "ch")]),
)
files = st.lists(st.lists(cards, max_size=4), min_size=1, max_size=3)
learned = st.builds(
    Memory,
    stability=st.floats(0.1, 100),
    difficulty=st.floats(1, 10),
    due=days,
    last_day=days,
    first_day=days,
    key_hash=keys,
    suspended=st.booleans(),
    buried_until=st.none() | days,
)
unlearned = st.builds(
    Memory, due=st.none() | days, suspended=st.booleans(), buried_until=st.none() | days
)
parts = st.builds(
    Part,
    st.sampled_from([f"card-{letter}" for letter in "abcdefg"]),
    st.sampled_from([None, "c1", "c2", "rev"]),
)
memories = st.dictionaries(parts, learned | unlearned, max_size=12)
places = st.dictionaries(st.integers(0, 2), st.integers(-2, 2))
scopes = st.builds(
    Scope,
    st.sampled_from([None, "nurse", "patient"]),
    st.none() | st.frozensets(st.sampled_from(["deck-0", "deck-1", "deck-2"])),
    st.booleans(),
    st.sampled_from([None, "us", "ch", "uk"]),
)


def opened_with(
    library: list[list[Placed]],
    known: dict[Part, Memory],
    explicit: set[int],
    places: Mapping[int, int] = MappingProxyType({}),
) -> DatabaseHandle:
    opened = open_reader(Path("learnms-no-such-home"))
    paths = [str(Path(f"/library/{number}.yaml")) for number in range(len(library))]

    def parse(path: str) -> ParsedFile:
        number = int(Path(path).stem)
        parsed = [
            ParsedCard(
                position,
                placed.ident,
                {},
                placed.audience,
                None,
                [ParsedPart(part, key, None, "?") for part, key in placed.parts.items()],
                priority=placed.priority,
                region=placed.region,
            )
            for position, placed in enumerate(library[number])
        ]
        return ParsedFile(
            path, "digest", True, f"deck-{number}", "A deck", {}, [], parsed, places.get(number)
        )

    refresh(
        opened.connection,
        paths,
        parse,
        writable=True,
        today=TODAY,
        explicit=[paths[number] for number in explicit if number < len(paths)],
    )
    learner = StudyQueries(opened.connection).identity("learner_id")
    marks = ", ".join(f":{name}" for name in MEMORY_COLUMNS)
    opened.connection.executemany(
        f"INSERT INTO memory VALUES ({marks})",
        [memory_row(learner, part, value) for part, value in known.items()],
    )
    return opened


Row = tuple[str, str | None, str]


class Model:
    """The queries, spelled out."""

    def __init__(
        self,
        library: list[list[Placed]],
        known: dict[Part, Memory],
        explicit: set[int],
        scope: Scope,
        places: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        self.known = known
        self.turns: dict[Row, tuple[int, bool, int]] = {}
        self.rows: list[tuple[Row, str | None]] = []
        self.present: set[Part] = set()
        seen: set[str] = set()
        for number, file in enumerate(library):
            for placed in file:
                if placed.ident in seen:
                    continue
                seen.add(placed.ident)
                self.present |= {Part(placed.ident, part) for part in placed.parts}
                shown = (
                    scope.role is None
                    or number in explicit
                    or not placed.audience
                    or scope.role in placed.audience
                )
                shown = shown and (scope.extra or placed.priority < EXTRA)
                shown = shown and (not placed.region or scope.region in (None, *placed.region))
                if shown and (scope.decks is None or f"deck-{number}" in scope.decks):
                    for part, key in placed.parts.items():
                        row = (placed.ident, part, f"deck-{number}")
                        self.rows.append((row, key))
                        place = places.get(number)
                        self.turns[row] = (placed.priority, place is None, place or 0)

    def memory(self, row: Row) -> Memory:
        return self.known.get(Part(row[0], row[1]), NEW)

    def due(self) -> list[tuple[Row, bool]]:
        due = []
        for row, key in self.rows:
            held = self.memory(row)
            changed = held.has_changed(key)
            if (
                held.is_new
                or held.status(TODAY) != "active"
                or held.due is None
                or held.last_day is None
            ):
                continue
            if changed or held.due <= TODAY > held.last_day:
                due.append((row, changed))
        return due

    def learned(self) -> list[tuple[Part, bool]]:
        rows = [(Part(row[0], row[1]), self.memory(row)) for row, _ in self.rows]
        parts = [(part, held) for part, held in rows if not held.is_new and not held.suspended]
        parts.sort(key=lambda pair: pair[1].due or TODAY)
        return [(part, held.status(TODAY) == "buried") for part, held in parts]

    def new(self) -> list[tuple[Row, bool]]:
        fresh = [
            row
            for row, _ in self.rows
            if self.memory(row).is_new and self.memory(row).status(TODAY) == "active"
        ]

        def is_forward(row: Row) -> bool:
            due = self.memory(row).due
            return due is not None and due <= TODAY

        return [(row, True) for row in fresh if is_forward(row)] + [
            (row, False)
            for row in sorted(fresh, key=lambda row: self.turns[row])
            if not is_forward(row)
        ]


@settings(max_examples=100)
@given(files, memories, st.sets(st.integers(0, 2)), scopes, places)
def test_due_and_new_are_those_of_the_model(
    library: list[list[Placed]],
    known: dict[Part, Memory],
    explicit: set[int],
    scope: Scope,
    places: dict[int, int],
) -> None:
    opened = opened_with(library, known, explicit, places)
    reader, model = StudyQueries(opened.connection), Model(library, known, explicit, scope, places)

    due = [((*row.part, row.deck_id), row.changed) for row in reader.due_parts(TODAY, scope)]
    new = [((*row.part, row.deck_id), row.put_forward) for row in reader.new_parts(TODAY, scope)]

    assert due == model.due()
    assert new == model.new()
    assert [
        (row.part, row.put_off) for row in reader.learned_parts(TODAY, scope)
    ] == model.learned()
    everything = {
        row.part: row.status for row in MemoryQueries(opened.session).memories(TODAY, unseen=True)
    }
    assert {part for part, status in everything.items() if status != "orphan"} == model.present
    assert all(
        value == NEW or part in everything for part, value in known.items() if not value.is_new
    )
    opened.close()


@settings(max_examples=70)
@given(files, memories, st.sets(st.integers(0, 2)), scopes)
def test_the_figures_of_a_day_and_of_a_plan_are_those_of_the_model(
    library: list[list[Placed]], known: dict[Part, Memory], explicit: set[int], scope: Scope
) -> None:
    opened = opened_with(library, known, explicit)
    reader, model = StudyQueries(opened.connection), Model(library, known, explicit, scope)
    offered = {Part(card, part): deck for (card, part, deck), _ in model.rows}

    for asked, among in ((None, known), (scope, {part: known.get(part, NEW) for part in offered})):
        last = {part for part, value in among.items() if value.last_day == TODAY}
        first = {part for part, value in among.items() if value.first_day == TODAY}
        studied = reader.studied_on(TODAY, asked)
        assert studied.cards == {part.card for part in last}
        assert (studied.repeated, studied.introduced) == (len(last - first), len(first))
    active = [part for part in offered if not known.get(part, NEW).suspended]
    assert reader.left_new(scope) == sum(known.get(part, NEW).is_new for part in active)
    assert reader.topics(scope) == Counter((offered[part], "") for part in active)
    opened.close()


@settings(max_examples=40)
@given(files, memories, st.sets(st.integers(0, 2)), scopes)
def test_decks_count_their_parts(
    library: list[list[Placed]], known: dict[Part, Memory], explicit: set[int], scope: Scope
) -> None:
    opened = opened_with(library, known, explicit)
    model = Model(library, known, explicit, scope)

    reader = StudyQueries(opened.connection)
    decks = reader.decks(scope)
    counted = {row.deck_id: (row.total, row.learned, row.cards) for row in decks}

    names = [column.name for column in fields(DeckFile)]
    assert [[getattr(row, name) for name in names] for row in decks] == [
        [getattr(row, name) for name in names] for row in reader.deck_files()
    ]
    rows = {deck_id: [row for row, _ in model.rows if row[2] == deck_id] for deck_id in counted}
    assert counted == {
        deck_id: (
            len(of),
            sum(not model.memory(row).is_new for row in of),
            len({card for card, *_ in of}),
        )
        for deck_id, of in rows.items()
    }
    opened.close()


def test_learned_parts_are_found_by_primary_key(tmp_path: Path) -> None:
    opened = open_writer(tmp_path / "home")
    file = deck(tmp_path / "a.json", card("card-a"))
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    asked: list[str] = []
    opened.connection.set_trace_callback(asked.append)
    StudyQueries(opened.connection).learned_parts(MONDAY)
    opened.connection.set_trace_callback(None)
    [wanted] = [sql for sql in asked if "part_in_study" in sql]

    plan = [step for *_, step in opened.connection.execute(f"EXPLAIN QUERY PLAN {wanted}")]
    opened.close()

    assert plan[0] == "SEARCH memory USING PRIMARY KEY (learner_id=?)"


def test_new_parts_are_read_in_their_order_without_sorting_them(tmp_path: Path) -> None:
    opened = open_writer(tmp_path / "home")
    file = deck(tmp_path / "a.json", card("card-a"))
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    asked: list[str] = []
    opened.connection.set_trace_callback(asked.append)
    list(StudyQueries(opened.connection).new_parts(MONDAY))
    opened.connection.set_trace_callback(None)
    wanted = [sql for sql in asked if "lib.turn" in sql]

    plans = [opened.connection.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall() for sql in wanted]
    opened.close()

    assert len(wanted) == EXTRA + 1
    assert not [step for plan in plans for *_, step in plan if "TEMP B-TREE" in step]


def test_the_numbers_of_core_and_extra_are_those_of_the_decks() -> None:
    assert PRIORITIES[CORE] == "core"
    assert PRIORITIES[EXTRA:] == ("extra",)


def test_a_missed_new_part_goes_first_tomorrow(tmp_path: Path) -> None:
    clock = Clock()
    opened = open_writer(tmp_path / "home")
    file = deck(tmp_path / "a.json", card("card-a"), card("card-b"), card("card-c"))
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    store = open_store(tmp_path / "home", clock, opened)
    tomorrow = MONDAY + timedelta(days=1)
    store.append([Draft(kind="due", card="card-c", due=tomorrow)])
    reader = StudyQueries(store.connection)

    assert [new.part.card for new in reader.new_parts(MONDAY)] == ["card-a", "card-b", "card-c"]
    assert [(new.part.card, new.put_forward) for new in reader.new_parts(tomorrow)] == [
        ("card-c", True),
        ("card-a", False),
        ("card-b", False),
    ]
    store.close()


def test_a_part_buried_today_is_asked_tomorrow(tmp_path: Path) -> None:
    opened = open_writer(tmp_path / "home")
    file = deck(tmp_path / "a.json", card("card-a"), card("card-b"))
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    store = open_store(tmp_path / "home", Clock(), opened)
    tomorrow = MONDAY + timedelta(days=1)
    answer(store, "card-a", 1)
    store.append([Draft(kind="bury", card="card-a"), Draft(kind="bury", card="card-b")])
    reader = StudyQueries(store.connection)

    assert not reader.failed_parts(MONDAY)
    assert not list(reader.new_parts(MONDAY))
    assert [due.part.card for due in reader.due_parts(tomorrow)] == ["card-a"]
    assert [new.part.card for new in reader.new_parts(tomorrow)] == ["card-b"]
    store.close()


def test_a_changed_answer_key_is_due_and_a_failed_card_of_today_is_not(tmp_path: Path) -> None:
    clock = Clock()
    opened = open_writer(tmp_path / "home")
    file = deck(
        tmp_path / "a.json", card("card-a", None, keys=["k1"]), card("card-b", None, keys=["k1"])
    )
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    store = open_store(tmp_path / "home", clock, opened)
    answer(store, "card-a", 4, key_hash="k1")
    answer(store, "card-b", 1, key_hash="k1")
    deck(tmp_path / "a.json", card("card-a", None, keys=["k2"]), card("card-b", None, keys=["k1"]))
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    reader = StudyQueries(store.connection)
    before = memory(store, "card-a")

    assert [(due.part.card, due.changed) for due in reader.due_parts(MONDAY)] == [("card-a", True)]
    assert [
        (due.part.card, due.changed) for due in reader.due_parts(MONDAY + timedelta(days=1))
    ] == [("card-a", True), ("card-b", False)]
    assert memory(store, "card-a") == before
    clock.forward(days=1)
    answer(store, "card-a", 3, key_hash="k2")
    assert [due.part.card for due in reader.due_parts(MONDAY + timedelta(days=2))] == ["card-b"]
    store.close()


def test_what_another_learner_knows_is_nothing_to_this_one(tmp_path: Path) -> None:
    opened = open_writer(tmp_path / "home")
    file = deck(tmp_path / "a.json", card("card-a"), card("card-b"))
    refresh(opened.connection, [file], CountingParser(), writable=True, today=MONDAY)
    store = open_store(tmp_path / "home", Clock(), opened)
    answer(store, "card-a")
    tables = ("event", "memory", "counted")
    for table in tables:
        store.connection.execute(f"CREATE TEMP TABLE other AS SELECT * FROM {table}")
        store.connection.execute("UPDATE other SET learner_id = 'other', card = 'card-b'")
        store.connection.execute(f"INSERT INTO {table} SELECT * FROM other")
        store.connection.execute("DROP TABLE other")
    reader, later = StudyQueries(store.connection), MONDAY + timedelta(days=90)

    assert [due.part.card for due in reader.due_parts(later)] == ["card-a"]
    assert [known.part.card for known in reader.learned_parts(later)] == ["card-a"]
    assert [new.part.card for new in reader.new_parts(later)] == ["card-b"]
    assert reader.studied_on(MONDAY).cards == {"card-a"}
    assert reader.left_new(EVERYTHING) == 1
    assert reader.answered(["card-a", "card-b"], MONDAY) == {Part("card-a")}
    store.close()


@pytest.mark.parametrize(
    "query",
    [
        "effective_day",
        "due_parts",
        "failed_parts",
        "new_parts",
        "studied_on",
        "capped_at",
        "pause",
        "half_done",
        "parameters",
        "held",
        "tested",
        "answered",
    ],
)
def test_the_way_to_the_first_card_never_scans_the_library(tmp_path: Path, query: str) -> None:
    opened = open_writer(tmp_path / "home")
    refresh(
        opened.connection,
        [deck(tmp_path / "a.json", card("card-a"))],
        CountingParser(),
        writable=True,
        today=MONDAY,
    )
    asked: list[str] = []
    opened.connection.set_trace_callback(asked.append)
    arguments = {
        "tested": (["card-a"], EVERYTHING),
        "answered": (["card-a"], date(2026, 11, 23)),
    }.get(query, (date(2026, 11, 23),))
    answer = getattr(StudyQueries(opened.connection), query)(*arguments)
    if query == "new_parts":
        next(answer, None)
        answer.close()
    opened.connection.set_trace_callback(None)

    plans = [
        detail
        for sql in asked
        if sql.strip().startswith("SELECT")
        for *_, detail in opened.connection.execute(f"EXPLAIN QUERY PLAN {sql}")
    ]

    assert plans
    scans = {detail.split()[1] for detail in plans if detail.startswith("SCAN")}
    assert scans <= {"lib", "json_each", "named", "waiting"}, "waiting: the few that may be due"
    whole_log = [
        detail
        for detail in plans
        if "event_day (learner_id=?)" in detail
        or "event_day (learner_id=? AND study_day<?)" in detail
    ]
    assert not whole_log, "nor the log"
    assert query == "due_parts" or not [
        detail for detail in plans if detail.endswith("memory USING PRIMARY KEY (learner_id=?)")
    ]
    opened.close()
