"""Whatever happens, in whatever order: the live memory is what a replay of the whole log gives,
bit for bit.
"""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from learnms.store.first_paint import StudyQueries
from learnms.store.log.events import with_checksum
from learnms.store.log.uuid7 import id_of_content
from learnms.store.log.writer import Store, nth
from learnms.store.read.events import EventQueries
from learnms.store.read.sums import SumQueries
from learnms.store.sqlite.connection import open_reader
from learnms.study.day import moment
from learnms.study.event import Draft, Event, Part
from learnms.study.fsrs_formulas import Fsrs6
from learnms.study.replay import Relinks, counting, replay
from learnms.study.schedule import DEFAULT_PARAMETERS
from learnms.study.sums import Sum, Tally
from tests.factories.store import Clock, counted_rows, memory_rows, review

PARTS = [Part("card-a"), Part("card-b", "c1"), Part("card-b", "c2"), Part("card-c", "rev")]
OTHER_WEIGHTS = [*DEFAULT_PARAMETERS[:3], 9.5, *DEFAULT_PARAMETERS[4:]]

parts = st.sampled_from(PARTS)
ratings = st.integers(1, 4)
picks = st.integers(0, 10_000)


def sums_of(tally: Tally) -> dict[tuple[str, str], tuple[int, int, int]]:
    return {
        (name, key): (one.number, one.hits, one.amount)
        for name, key, one in tally.sums.rows()
        if one != Sum()
    }


class Log(RuleBasedStateMachine):
    """A learner, a second device, a clock that jumps."""

    @initialize()
    def start(self) -> None:
        self.clock = Clock()
        nowhere = Path(tempfile.gettempdir()) / "learnms-no-such-home"
        self.opened = open_reader(nowhere)
        self.store = Store.open(nowhere, self.clock, self.opened)
        self.elsewhere = 0

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.opened.close()

    def events(self) -> list[Event]:
        return list(EventQueries(self.store.session).all())

    def draft(self, kind: Any, part: Part, **more: Any) -> list[Event]:
        return self.store.append([Draft(kind=kind, card=part.card, part=part.part, **more)])

    @rule(
        part=parts,
        rating=ratings,
        form_kind=st.sampled_from(["flashcard", "single"]),
        key=st.sampled_from(["k1", "k2", None]),
    )
    def answers(self, part: Part, rating: int, form_kind: str, key: str | None) -> None:
        self.store.append(
            [review(part.card, rating, part=part.part, form_kind=form_kind, key_hash=key)]
        )

    @rule(part=parts, rating=ratings, wish=st.integers(0, 60), cap=st.none() | st.integers(-2, 20))
    def answers_and_wishes_for_a_day(
        self, part: Part, rating: int, wish: int, cap: int | None
    ) -> None:
        data = None if cap is None else {"cap": (self.clock.day + timedelta(days=cap)).isoformat()}
        self.store.append(
            [
                review(
                    part.card,
                    rating,
                    part=part.part,
                    due=self.clock.day + timedelta(days=wish),
                    data=data,
                )
            ]
        )

    @rule(
        kind=st.sampled_from(["suspend", "bury", "flag", "due"]),
        batch=st.sampled_from(["one", "two"]),
    )
    def does_it_to_all(self, kind: Any, batch: str) -> None:
        due = self.clock.day + timedelta(days=3) if kind == "due" else None
        self.store.append(
            [
                Draft(kind=kind, card=part.card, part=part.part, due=due, data={"batch": batch})
                for part in PARTS
            ]
        )

    @rule(part=parts, sure=st.booleans())
    def answers_wrong(self, part: Part, sure: bool) -> None:
        self.draft("practice", part, points=0, max_points=1, confidence="certain" if sure else None)

    @rule(part=parts, rating=ratings)
    def answers_a_case(self, part: Part, rating: int) -> None:
        evidence = Draft(
            kind="evidence",
            card="case-one",
            part="cue-one",
            points=1,
            max_points=2,
            confidence="certain",
        )
        self.store.append([evidence, review(part.card, rating, part=part.part, ref=nth(0))])

    @rule(part=parts, kind=st.sampled_from(["suspend", "bury", "flag"]), on=st.booleans())
    def marks(self, part: Part, kind: str, on: bool) -> None:
        self.draft(kind, part, data={"on": on})

    @rule(part=parts)
    def resets(self, part: Part) -> None:
        self.draft("reset", part)

    @rule(part=parts, days=st.integers(0, 5), pick=picks, links=st.booleans())
    def sets_a_due_day(self, part: Part, days: int, pick: int, links: bool) -> None:
        log = self.events()
        ref = log[pick % len(log)].id if links and log else None
        self.draft("due", part, due=self.clock.day + timedelta(days=days), ref=ref)

    @rule()
    def undoes(self) -> None:
        self.store.undo(self.clock.day)

    @rule(pick=picks)
    def voids_anything(self, pick: int) -> None:
        log = self.events()
        if log:
            self.store.append([Draft(kind="void", ref=log[pick % len(log)].id)])

    @rule(source=parts, destination=parts)
    def relinks(self, source: Part, destination: Part) -> None:
        self.store.append([Draft(kind="relink", data={"pairs": [[*source, *destination]]})])

    @rule(weights=st.sampled_from([list(DEFAULT_PARAMETERS), OTHER_WEIGHTS]))
    def optimises(self, weights: list[float]) -> None:
        self.store.append([Draft(kind="params", data={"parameters": weights})])

    @rule(days=st.sampled_from([1, 1, 3, 20, 400, -1, -2, -30]), hours=st.integers(-6, 6))
    def lets_time_pass(self, days: int, hours: int) -> None:
        self.clock.forward(days=days, hours=hours)
        self.store.append([])  # the first transaction of a day decides what is held

    @rule()
    def comes_back(self) -> None:
        self.store = Store.open(Path("nowhere"), self.clock, self.opened)

    @rule(
        part=parts,
        rating=ratings,
        days=st.sampled_from([-40, -3, 0, 1, 2, 30]),
        seq=st.integers(0, 6),
        device=st.sampled_from([None, "phone"]),
    )
    def gets_a_review_from_elsewhere(
        self, part: Part, rating: int, days: int, seq: int, device: str | None
    ) -> None:
        self.brings(
            Draft(kind="review", card=part.card, part=part.part, rating=rating, target=0.85),
            days,
            seq,
            device,
        )

    @rule(
        kind=st.sampled_from(["void", "suspend", "reset"]),
        part=parts,
        pick=picks,
        days=st.sampled_from([-3, 0, 1, 2]),
        seq=st.integers(0, 40),
    )
    def gets_something_else_from_elsewhere(
        self, kind: Any, part: Part, pick: int, days: int, seq: int
    ) -> None:
        log = self.events()
        ref = log[pick % len(log)].id if kind == "void" and log else UUID(int=2**99)
        self.brings(Draft(kind=kind, card=part.card, part=part.part, ref=ref), days, seq, "phone")

    def brings(self, draft: Draft, days: int, seq: int, device: str | None) -> None:
        self.elsewhere += 1
        at, offset, day = moment(self.clock() + timedelta(days=days, seconds=self.elsewhere))
        ident = id_of_content(max(0, int(at.timestamp() * 1000)), f"{self.elsewhere}")
        columns = {
            name: getattr(draft, name)
            for name in ("kind", "card", "part", "rating", "target", "ref")
        }
        event = Event(
            learner_id=self.store.learner_id,
            id=ident,
            device_id=device,
            seq=seq,
            at_utc=at,
            utc_offset=offset,
            study_day=day,
            **columns,
        )
        report = self.store.import_events(
            [with_checksum(event), replace(event, checksum="damaged")]
        )
        assert (report.added, report.refused) == (1, 1)

    @invariant()
    def counted_is_what_the_rule_says(self) -> None:
        counts = counting(self.events(), self.store.today)
        relinks = Relinks.of(counts)
        assert counted_rows(self.store) == {
            event.id.bytes: tuple(relinks.owner(event.owner)) if event.owner else (None, None)
            for event in counts
        }

    @invariant()
    def sums_are_those_over_all_answers(self) -> None:
        stored, today = SumQueries(self.store.session), self.store.today
        weights = StudyQueries(self.store.connection).parameters(today)
        formulas = Fsrs6(weights or DEFAULT_PARAMETERS)
        assert stored.summed() == (today - timedelta(days=1)).isoformat()
        tally = stored.tally(today, formulas)
        whole = Tally(formulas).take(stored.since("", today))
        assert sums_of(tally) == sums_of(whole)
        for part, history in tally.histories.items():
            assert replace(history, practised=None) == replace(
                whole.histories[part], practised=None
            )

    @invariant()
    def memory_is_what_the_log_leads_to(self) -> None:
        derived = replay(self.events(), self.store.today)
        rows = memory_rows(self.store)
        stored = {Part(card, part or None): index for index, (_, card, part, *_) in enumerate(rows)}
        assert stored.keys() == derived.keys()
        assert self.store.rebuild().changed == 0
        assert memory_rows(self.store) == rows


Log.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestLog = Log.TestCase
