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
        ("tests/study/test_replay.py",),
        "a card failed twice in one evening is called a leech in half the time",
    ),
    Mutation(
        "void-of-the-same-seq-counts",
        Edit(REPLAY, "void.seq > seq_of.get(void.ref, -1)", "void.seq >= seq_of.get(void.ref, -1)"),
        ("tests/study/test_replay.py",),
        "two merged devices disagree about which answers were undone",
    ),
    Mutation(
        "voids-settled-from-the-lowest",
        Edit(REPLAY, "key=order_of_void, reverse=True", "key=order_of_void"),
        ("tests/study/test_replay.py",),
        "what was undone and then restored stays lost",
    ),
    Mutation(
        "undone-answer-keeps-its-review",
        Edit(
            REPLAY,
            "    voided.update(e.id for e in listed if e.kind in LINKED_KINDS and e.ref in voided)\n",
            "",
        ),
        ("tests/study/test_replay.py",),
        "an undone practice answer still moves the card's day",
    ),
    Mutation(
        "relink-circle-is-not-cut",
        Edit(
            REPLAY,
            "if source in self._sources and self.owner(destination) == source:",
            "if destination is None:",
        ),
        ("tests/study/test_replay.py::test_a_circle_of_relinks_is_cut_so_that_every_owner_is_found",),
        "cards renamed in a circle hang the program at every start",
    ),
    Mutation(
        "elapsed-days-may-be-negative",
        Edit(SCHEDULE, "        day = max(day, last_day)\n        card", "        card"),
        ("tests/study/test_schedule.py", "tests/study/test_replay.py",),
        "a clock set back gives a card a stability that no review earned",
        also=(Edit(REPLAY, "                day = last_day\n", "                pass\n"),),
    ),
    Mutation(
        "fuzz-ignores-the-review-count",
        Edit(SCHEDULE, "{part.part or ''}\\0{reviews}", "{part.part or ''}"),
        ("tests/study",),
        "cards learned on one day stay together on every later day",
    ),
    Mutation(
        "chosen-rollover-hour-ignored",
        Edit(DAY, "timedelta(hours=rollover_hour)", "timedelta(hours=ROLLOVER_HOUR)"),
        ("tests/study/test_day.py",),
        "a nurse on nights loses the day that she set to begin at noon",
    ),
    Mutation(
        "replay-by-seq-before-day",
        Edit(
            EVENT,
            '        event.study_day,\n        event.seq,\n        event.device_id or "",',
            '        event.seq,\n        event.study_day,\n        event.device_id or "",',
        ),
        ("tests/study/test_replay.py",),
        "imported years of history are replayed before or after everything else",
    ),
    Mutation(
        "tomorrow-is-held",
        Edit(
            EVENT,
            "return event.study_day > last_counting_day(today)",
            "return event.study_day > today",
        ),
        ("tests/study/test_replay.py",),
        "answers given east of here disappear until the next day",
    ),
    Mutation(
        "exactly-two-thirds-is-again",
        Edit(RATING, "3 * points >= 2 * max_points", "3 * points > 2 * max_points"),
        ("tests/study/test_rating.py",),
        "two of three right options count as forgotten",
    ),
    Mutation(
        "unsafe-pick-is-forgiven",
        Edit(RATING, "if empty or unsafe:", "if empty:"),
        ("tests/study/test_rating.py",),
        "a choice that would harm a patient counts as known",
    ),
    Mutation(
        "certain-and-partly-wrong-is-hard",
        Edit(RATING, 'if confidence == "certain":', 'if confidence == "certain" and not points:'),
        ("tests/study/test_rating.py",),
        "a confident error waits for days like a small slip",
    ),
    Mutation(
        "first-guess-rule-forever",
        Edit(
            REPLAY, "if memory.reps == 0 and form_kind in GUESSABLE_KINDS:",
            "if form_kind in GUESSABLE_KINDS:",
        ),
        ("tests/study/test_replay.py",),
        "every multiple-choice card comes every day for ever",
    ),
    Mutation(
        "cap-one-day-after-the-exam",
        Edit(REPLAY, "min(days, (cap - day).days)", "min(days, (cap - day).days + 1)"),
        ("tests/engine/queue/test_scheduling_terms.py",),
        "cards come back the day after the exam for which they were planned",
    ),
    Mutation(
        "sure-wrong-comes-in-three-days",
        Edit(REPLAY, "        days = min(days, 2)", "        days = min(days, 3)"),
        ("tests/study/test_replay.py",),
        "a confident error is left to settle for longer than promised",
    ),
    Mutation(
        "leech-told-at-every-lapse",
        Edit(
            "learnms/study/leech.py",
            " and (lapses - LEECH) % RENOTIFY_AFTER == 0",
            "",
        ),
        ("tests/study/test_leech.py",),
        "the learner is told at every slip that the card keeps slipping",
    ),
    Mutation(
        "undone-card-waits-behind-retries",
        Edit(SESSION, "        self.undone = key\n", ""),
        ("tests/study/test_session.py",),
        "after an undo another card is on the screen",
    ),
    Mutation(
        "buried-for-two-days",
        Edit(MEMORY, "self.buried_until > today", "self.buried_until >= today"),
        ("tests/study/test_memory.py", "tests/study/test_replay.py",),
        "a card put aside until tomorrow is still hidden tomorrow",
    ),
    Mutation(
        "target-of-the-answer-ignored",
        Edit(
            REPLAY,
            "        target = event.target if event.target is not None else DEFAULT_TARGET\n        result",
            "        target = DEFAULT_TARGET\n        result",
        ),
        ("tests/study/test_replay.py",),
        "a rebuild forgets that the learner wanted 95%",
    ),
    Mutation(
        "changed-key-unnoticed",
        Edit(MEMORY, "return None not in (self.key_hash, key_hash) and", "return self.is_new and"),
        ("tests/study/test_memory.py", "tests/store/test_first_paint.py",),
        "a dose that was corrected in the deck is not asked again",
    ),
)
