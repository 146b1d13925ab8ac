"""From events to memories: what counts, in which order, and whose it is."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from learnms.study import replay, schedule
from learnms.study.event import Event, Part, checksum
from learnms.study.memory import NEW
from tests.factories.events import event, on

ONE = Part("card-one")


def void(number: int, target: Event, day: int = 0) -> Event:
    return event(number, day, kind="void", card=None, ref=target.id)


def test_a_void_takes_an_answer_back_and_a_void_of_the_void_brings_it_again() -> None:
    answer = event(1, rating=3)
    undo = void(2, answer)

    assert replay.replay([answer, undo], on(0)) == {}
    assert replay.replay([answer, undo, void(3, undo)], on(0))[ONE].reps == 1


def test_a_void_needs_a_higher_seq_than_its_target() -> None:
    answer = event(5, rating=3)

    assert replay.replay([answer, void(3, answer)], on(0))[ONE].reps == 1


def test_a_void_with_the_seq_of_its_target_is_none() -> None:
    answer = event(5, rating=3)
    same = replace(void(6, answer), seq=5, device_id="another")

    assert replay.replay([answer, same], on(0))[ONE].reps == 1
    assert replay.replay([answer, replace(same, seq=6)], on(0)) == {}


def test_a_failure_on_the_day_of_the_last_review_is_no_lapse() -> None:
    log = [event(1, 0, rating=3), event(2, 0, rating=1), event(3, 0, rating=3)]
    assert replay.replay(log, on(0))[ONE].lapses == 0

    log += [event(4, 3, rating=1), event(5, 3, rating=1)]
    assert (replay.replay(log, on(3))[ONE].lapses, replay.replay(log, on(3))[ONE].reps) == (1, 5)


def test_voiding_an_answer_takes_its_review_along() -> None:
    practice = event(1, kind="practice", points=0.0, max_points=1.0)
    review = event(2, rating=1, ref=practice.id)

    assert replay.replay([practice, review], on(0))[ONE].reps == 1
    assert replay.replay([practice, review, void(3, practice)], on(0)).get(ONE, NEW).reps == 0


def test_the_order_of_rows_does_not_matter() -> None:
    log = [
        event(1, 0, rating=3),
        event(2, 3, rating=1),
        event(3, 3, rating=3),
        void(4, event(2, 3, rating=1), 4),
    ]
    expected = replay.replay(log, on(5))

    assert all(replay.replay(order, on(5)) == expected for order in permutations(log))


def test_an_earlier_day_comes_first_whatever_its_place_in_the_log() -> None:
    ours, imported = event(7, 3, rating=1), replace(event(9, 0, rating=3), seq=0, device_id=None)
    written_late = replace(event(8, 1, rating=3), seq=20, device_id="another")

    log = replay.ordered([ours, imported, written_late])

    assert [each.study_day for each in log] == [on(0), on(1), on(3)]
    assert replay.replay(log, on(3))[ONE].lapses == 1, "forgotten after two days, not before them"


def test_of_two_rows_with_one_id_the_smaller_checksum_stays() -> None:
    first, other = event(1, rating=3), event(1, rating=1)
    kept = min(first, other, key=lambda e: e.checksum)

    assert replay.ordered([first, other]) == replay.ordered([other, first]) == [kept]


def test_events_dated_after_tomorrow_are_held() -> None:
    log = [event(1, 0, rating=3), event(2, 2, rating=3)]

    assert replay.replay(log, on(0))[ONE].reps == 1
    assert replay.replay(log, on(1))[ONE].reps == 2


def test_a_due_day_is_kept_where_the_state_before_agrees_and_computed_where_not() -> None:
    first, memory = replay.apply(NEW, ONE, event(1, rating=3))
    moved = replace(
        event(2, 2, rating=3),
        due=on(40),
        stability_before=memory.stability,
        difficulty_before=memory.difficulty,
    )
    wrong = replace(moved, stability_before=99.0)

    assert replay.apply(memory, ONE, moved)[1].due == on(40)
    assert replay.apply(memory, ONE, wrong)[1].due != on(40)
    assert first.due == memory.due


def test_a_first_right_guess_is_asked_again_tomorrow_and_the_memory_is_told_the_truth() -> None:
    guess, memory = replay.apply(
        NEW, ONE, event(1, rating=3, form_kind="single", points=1.0, max_points=1.0)
    )
    _, typed = replay.apply(
        NEW, ONE, event(1, rating=3, form_kind="typed", points=1.0, max_points=1.0)
    )

    assert guess.due == on(1)
    assert typed.due is not None
    assert typed.due > on(1)
    assert memory.stability == typed.stability


def test_only_the_first_right_answer_may_have_been_a_guess() -> None:
    memory = NEW
    for number, day in ((1, 0), (2, 1), (3, 4)):
        known = event(number, day, rating=3, form_kind="single", points=1.0, max_points=1.0)
        _, memory = replay.apply(memory, ONE, known)

    assert memory.due is not None
    assert memory.due > on(7), "a card that was right three times is spaced like any other"


def test_certain_and_wrong_keeps_every_due_of_that_day_within_two_days() -> None:
    _, memory = replay.apply(NEW, ONE, event(1, rating=4))
    for number, day in ((2, 30), (3, 60)):
        _, memory = replay.apply(memory, ONE, event(number, day, rating=4))
    _, memory = replay.apply(
        memory, ONE, event(4, 90, rating=1, confidence="certain", points=0.0, max_points=1.0)
    )
    after, _ = replay.apply(memory, ONE, event(5, 90, rating=4))

    assert after.due is not None
    assert after.due <= on(92)


def test_preview_is_what_is_stored() -> None:
    memory = NEW
    for number, (day, rating) in enumerate([(0, 3), (3, 3), (12, 1), (12, 3), (20, 2), (60, 4)]):
        promised = replay.preview(memory, ONE, rating, on(day), 0.9)
        made, memory = replay.apply(memory, ONE, event(number, day, rating=rating, target=0.9))

        assert made.due == promised == memory.due


def test_an_answer_dated_before_the_last_one_counts_on_the_day_of_the_last() -> None:
    _, memory = replay.apply(NEW, ONE, event(1, 3, rating=3))

    back, after = replay.apply(memory, ONE, event(2, 1, rating=3))
    same, straight = replay.apply(memory, ONE, event(2, 3, rating=3))

    assert after == straight
    assert back.due == same.due
    assert after.last_day == on(3), "the clock was set back, and the memory was not"


def test_each_answer_is_replayed_with_the_retention_wanted_then() -> None:
    log = [event(1, 0, rating=4), event(2, 9, rating=4)]

    dues = [
        replay.replay([replace(made, target=target) for made in log], on(9))[ONE].due
        for target in (0.95, 0.9, 0.8)
    ]

    assert dues == sorted(dues, key=str)
    assert len(set(dues)) == 3


def relink(number: int, source: str, destination: str, day: int = 0) -> Event:
    return event(
        number,
        day,
        kind="relink",
        card=destination,
        data={"pairs": [[source, None, destination, None]]},
    )


def test_a_relink_joins_both_histories() -> None:
    old, new = event(1, 0, card="old-one", rating=3), event(2, 3, card="new-one", rating=3)
    joined = replay.replay([old, new, relink(3, "old-one", "new-one", 3)], on(3))
    straight = replay.replay([replace(old, card="new-one"), new], on(3))

    assert set(joined) == {Part("new-one")}
    assert joined[Part("new-one")] == straight[Part("new-one")]


def test_of_opposite_relinks_the_later_holds() -> None:
    log = [event(1, 0, card="one", rating=3), relink(2, "one", "two"), relink(3, "two", "one")]

    assert set(replay.replay(log, on(0))) == {Part("one")}


def test_circles_of_relinks_end() -> None:
    log = [
        event(1, 0, card="aaa", rating=3),
        relink(2, "aaa", "bbb"),
        relink(3, "bbb", "ccc"),
        relink(4, "ccc", "aaa"),
    ]

    assert len(replay.replay(log, on(0))) == 1


def test_a_circle_of_relinks_is_cut_so_that_every_owner_is_found() -> None:
    cards = [Part(name) for name in ("aaa", "bbb", "ccc")]
    relinks = replay.Relinks()

    for source, destination in zip(cards, [*cards[1:], cards[0]], strict=True):
        relinks.add(source, destination)

    for part in cards:  # walked by hand and with an end: `owner` would walk a circle for ever
        for _ in cards:
            part = relinks.target.get(part, part)
        assert part not in relinks.target, "this way has no end"


def test_reset_suspend_bury_and_flag() -> None:
    log = [
        event(1, 0, rating=3),
        event(2, 1, kind="suspend"),
        event(3, 1, kind="flag"),
        event(4, 1, kind="bury"),
    ]
    memory = replay.replay(log, on(1))[ONE]
    reset = replay.replay([*log, event(5, 2, kind="reset")], on(2))[ONE]

    assert (memory.suspended, memory.flagged, memory.buried_until) == (True, True, on(2))
    assert memory.status(on(1)) == "suspended"
    assert reset.is_new
    assert reset.suspended
    assert reset.reps == 0


def test_other_parameters_give_another_memory() -> None:
    log = [event(1, 0, rating=3), event(2, 5, rating=3)]
    weights = [0.3, *schedule.DEFAULT_PARAMETERS[1:]]
    weights[2] = 4.0
    params = event(3, 5, kind="params", card=None, data={"parameters": weights})

    assert (
        replay.replay([*log, params], on(5))[ONE].stability
        != replay.replay(log, on(5))[ONE].stability
    )


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["card-one", "card-two", "card-three"]),
        st.integers(0, 5),
        st.integers(1, 4),
        st.booleans(),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@given(ACTIONS, st.randoms(use_true_random=False))
def test_merging_in_either_order_gives_the_same_memory(
    actions: list[tuple[str, int, int, bool]], random: object
) -> None:
    log: list[Event] = []
    day = 0
    for number, (card, gap, rating, undo) in enumerate(actions, 1):
        day += gap
        made = event(number * 2, day, card=card, rating=rating)
        log.append(made)
        if undo:
            log.append(void(number * 2 + 1, made, day))
    other = [
        replace(e, device_id="other", id=UUID(int=e.id.int + 10**6), checksum="")
        for e in log
        if e.kind != "void"
    ]
    other = [replace(e, checksum=checksum(e)) for e in other]
    today = on(day)

    assert replay.replay([*log, *other], today) == replay.replay([*other, *log, *log], today)
    assert all(
        memory.due is None
        or memory.last_day is None
        or memory.due >= memory.last_day + timedelta(days=1)
        for memory in replay.replay(log, today).values()
    )
