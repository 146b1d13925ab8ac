"""Mutations of the rules of learning: ratings, days, replay, the queue."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

REPLAY, RATING, DAY = "learnms/study/replay.py", "learnms/study/rating.py", "learnms/study/day.py"
EVENT, SCHEDULE = "learnms/study/event.py", "learnms/study/schedule.py"
SESSION, MEMORY = "learnms/study/session.py", "learnms/study/memory.py"

MUTATIONS = (
    Mutation(
        "same-day-failure-is-a-lapse",
        Edit(REPLAY, "            if day > last_day:", "            if day >= last_day:"),
        ("tests/study/test_replay.py::test_a_failure_on_the_day_of_the_last_review_is_no_lapse",),
        "a card failed twice in one evening is called a leech in half the time",
    ),
    Mutation(
        "void-of-the-same-seq-counts",
        Edit(REPLAY, "void.seq > seq_of.get(void.ref, -1)", "void.seq >= seq_of.get(void.ref, -1)"),
        ("tests/study/test_replay.py::test_a_void_with_the_seq_of_its_target_is_none",),
        "two merged devices disagree about which answers were undone",
    ),
    Mutation(
        "voids-settled-from-the-lowest",
        Edit(REPLAY, "key=order_of_void, reverse=True", "key=order_of_void"),
        (
            "tests/study/test_replay.py::test_a_void_takes_an_answer_back_and_a_void_of_the_void_brings_it_again",
        ),
        "what was undone and then restored stays lost",
    ),
    Mutation(
        "relink-circle-is-not-cut",
        Edit(
            REPLAY,
            "if source in self._sources and self.owner(destination) == source:",
            "if destination is None:",
        ),
        (
            "tests/study/test_replay.py::test_a_circle_of_relinks_is_cut_so_that_every_owner_is_found",
        ),
        "cards renamed in a circle hang the program at every start",
    ),
    Mutation(
        "elapsed-days-may-be-negative",
        Edit(SCHEDULE, "        day = max(day, last_day)\n        card", "        card"),
        (
            "tests/study/test_replay.py::test_an_answer_dated_before_the_last_one_counts_on_the_day_of_the_last",
        ),
        "a clock set back gives a card a stability that no review earned",
        also=(Edit(REPLAY, "                day = last_day\n", "                pass\n"),),
    ),
    Mutation(
        "fuzz-ignores-the-review-count",
        Edit(SCHEDULE, "{part.part or ''}\\0{reviews}", "{part.part or ''}"),
        ("tests/study/test_schedule.py::test_each_review_of_a_part_has_its_own_fuzz",),
        "cards learned on one day stay together on every later day",
    ),
    Mutation(
        "chosen-rollover-hour-ignored",
        Edit(DAY, "timedelta(hours=rollover_hour)", "timedelta(hours=ROLLOVER_HOUR)"),
        ("tests/study/test_day.py::test_a_day_begins_at_the_hour_that_the_learner_chose",),
        "a nurse on nights loses the day that she set to begin at noon",
    ),
    Mutation(
        "replay-by-seq-before-day",
        Edit(
            EVENT,
            '        event.study_day,\n        event.seq,\n        event.device_id or "",',
            '        event.seq,\n        event.study_day,\n        event.device_id or "",',
        ),
        (
            "tests/study/test_replay.py::test_an_earlier_day_comes_first_whatever_its_place_in_the_log",
        ),
        "imported years of history are replayed before or after everything else",
    ),
    Mutation(
        "tomorrow-is-held",
        Edit(
            EVENT,
            "return event.study_day > last_counting_day(today)",
            "return event.study_day > today",
        ),
        ("tests/study/test_replay.py::test_events_dated_after_tomorrow_are_held",),
        "answers given east of here disappear until the next day",
    ),
    Mutation(
        "exactly-two-thirds-is-again",
        Edit(RATING, "3 * points >= 2 * max_points", "3 * points > 2 * max_points"),
        ("tests/study/test_rating.py::test_the_table",),
        "two of three right options count as forgotten",
    ),
    Mutation(
        "unsafe-pick-is-forgiven",
        Edit(RATING, "if empty or unsafe:", "if empty:"),
        ("tests/study/test_rating.py::test_the_table",),
        "a choice that would harm a patient counts as known",
    ),
    Mutation(
        "certain-and-partly-wrong-is-hard",
        Edit(RATING, 'if confidence == "certain":', 'if confidence == "certain" and not points:'),
        ("tests/study/test_rating.py::test_the_table",),
        "a confident error waits for days like a small slip",
    ),
    Mutation(
        "first-guess-rule-forever",
        Edit(
            REPLAY,
            "if memory.reps == 0 and form_kind in GUESSABLE_KINDS:",
            "if form_kind in GUESSABLE_KINDS:",
        ),
        ("tests/study/test_replay.py::test_only_the_first_right_answer_may_have_been_a_guess",),
        "every multiple-choice card comes every day for ever",
    ),
    Mutation(
        "cap-one-day-after-the-exam",
        Edit(REPLAY, "min(days, (cap - day).days)", "min(days, (cap - day).days + 1)"),
        (
            "tests/engine/queue/test_scheduling_terms.py::test_an_exam_caps_every_interval_and_a_replay_agrees",
        ),
        "cards come back the day after the exam for which they were planned",
    ),
    Mutation(
        "leech-told-at-every-lapse",
        Edit("learnms/study/leech.py", " and (lapses - LEECH) % RENOTIFY_AFTER == 0", ""),
        ("tests/study/test_leech.py::test_from_the_eighth_time_on",),
        "the learner is told at every slip that the card keeps slipping",
    ),
    Mutation(
        "undone-card-waits-behind-retries",
        Edit(SESSION, "        self.undone = key\n", ""),
        (
            "tests/study/test_session.py::test_an_undone_part_comes_before_a_failed_one_whose_time_has_come",
        ),
        "after an undo another card is on the screen",
    ),
    Mutation(
        "buried-for-two-days",
        Edit(MEMORY, "self.buried_until > today", "self.buried_until >= today"),
        (
            "tests/study/test_memory.py::test_a_buried_part_is_there_again_on_the_day_until_which_it_was_buried",
        ),
        "a card put aside until tomorrow is still hidden tomorrow",
    ),
    Mutation(
        "target-of-the-answer-ignored",
        Edit(
            REPLAY,
            "= event.target if event.target is not None else DEFAULT_TARGET\n",
            "= DEFAULT_TARGET\n",
        ),
        (
            "tests/study/test_replay.py::test_each_answer_is_replayed_with_the_retention_wanted_then",
        ),
        "a rebuild forgets that the learner wanted 95%",
    ),
)
