"""Mutations of the database: durability, privacy, merging, the deck cache, what counts."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

CONNECTION, BACKUP = "learnms/store/sqlite/connection.py", "learnms/store/sqlite/backup.py"
EVENTS, WRITER = "learnms/store/read/events.py", "learnms/store/log/writer.py"
FIRST_PAINT, CHECK = "learnms/store/first_paint.py", "learnms/store/deck_cache/check.py"

MUTATIONS = (
    Mutation(
        "backup-named-before-it-is-copied",
        Edit(
            BACKUP,
            "    with new_file(target) as partial:\n        make_private_file",
            "    for partial in [target]:\n        make_private_file",
        ),
        ("tests/store/sqlite/test_files.py::test_a_backup_gets_its_name_only_when_it_is_whole",),
        "after a power cut half a copy stands there as a backup",
    ),
    Mutation(
        "temporary-tables-on-disk",
        Edit(CONNECTION, "PRAGMA temp_store = MEMORY", "PRAGMA temp_store = DEFAULT"),
        ("tests/store/sqlite/test_files.py::test_nothing_of_a_query_is_put_into_a_temporary_file",),
        "answers get into a temporary file that others may read",
    ),
    Mutation(
        "folder-of-a-new-database-not-synced",
        Edit(CONNECTION, "        sync_folder(path.parent)\n", "        pass\n"),
        (
            "tests/store/sqlite/test_files.py::test_the_entry_of_a_new_database_is_synced_with_its_folder",
        ),
        "a power cut in the first minute loses the file with its answers",
    ),
    Mutation(
        "undo-reaches-other-devices",
        Edit(
            EVENTS,
            '        EVENT.c.device_id == bindparam("device"),\n        EVENT.c.kind.in_(UNDO',
            '        bindparam("device").is_not(None),\n        EVENT.c.kind.in_(UNDO',
        ),
        ("tests/store/log/test_undo.py::test_undo_leaves_what_another_device_answered",),
        "undo on the laptop takes back what was answered on the phone",
    ),
    Mutation(
        "answers-not-synced",
        Edit(CONNECTION, "PRAGMA synchronous = FULL", "PRAGMA synchronous = NORMAL"),
        (
            "tests/store/sqlite/test_files.py::test_an_answer_is_synced_and_deleted_content_overwritten",
        ),
        "a power cut loses answers that the screen called saved",
    ),
    Mutation(
        "database-readable-by-all",
        Edit(BACKUP, "os.fchmod(descriptor, 0o600)", "os.fchmod(descriptor, 0o644)"),
        ("tests/store/sqlite/test_files.py::test_files_are_private_whatever_the_umask",),
        "other users of the machine can read what a patient got wrong",
    ),
    Mutation(
        "writers-share-the-lock",
        Edit("learnms/store/sqlite/lock.py", "fcntl.LOCK_EX | fcntl", "fcntl.LOCK_SH | fcntl"),
        ("tests/store/sqlite/test_sharing.py::test_a_second_process_is_told_that_another_is_open",),
        "two windows write at once and give two answers one place in the log",
    ),
    Mutation(
        "imported-id-of-the-time-alone",
        Edit(
            "learnms/store/log/uuid7.py",
            'sha256(content.encode("utf-8", "surrogatepass"))',
            "sha256(str(milliseconds).encode())",
        ),
        ("tests/exchange/test_reviews_csv.py::test_reviews_become_memories",),
        "of several imported answers in one millisecond one is kept",
    ),
    Mutation(
        "checksum-without-the-answer",
        Edit(
            EVENT := "learnms/study/event.py",
            '    del columns["checksum"]\n',
            '    del columns["checksum"], columns["answer"]\n',
        ),
        ("tests/study/test_event.py::test_a_change_of_any_column_changes_the_checksum",),
        "a damaged answer is believed and imported",
    ),
    Mutation(
        "other-learners-events-merge",
        Edit(
            "learnms/store/log/merge.py",
            "    if other is not None:\n        raise",
            "    if other is not None and not sound:\n        raise",
        ),
        ("tests/store/log/test_merge.py::test_events_of_another_learner_are_refused",),
        "a colleague's file mixes her answers into mine",
    ),
    Mutation(
        "reads-every-learners-memory",
        Edit(
            FIRST_PAINT,
            '_OF_LEARNER = f"memory.learner_id = {_LEARNER}"',
            "_OF_LEARNER = \"memory.learner_id >= ''\"",
        ),
        (
            "tests/store/test_first_paint.py::test_what_another_learner_knows_is_nothing_to_this_one",
        ),
        "a card is due because someone else is about to forget it",
    ),
    Mutation(
        "region-filter-dropped",
        Edit(
            FIRST_PAINT,
            "(:region IS NULL OR here.region = ''",
            "(:region IS NOT '' OR here.region = ''",
        ),
        ("tests/engine/queue/test_region.py::test_only_what_holds_in_the_region_is_asked",),
        "a nurse in the EU learns an American dosing rule",
    ),
    Mutation(
        "new-cards-by-falling-priority",
        Edit(FIRST_PAINT, "for number in range(EXTRA + 1)", "for number in range(EXTRA, -1, -1)"),
        (
            "tests/engine/queue/test_priority.py::test_new_cards_come_by_priority_across_the_decks_then_by_the_order_of_decks",
        ),
        "curiosities come before what keeps a patient safe",
    ),
    Mutation(
        "held-answers-never-released",
        Edit(WRITER, "        if moved:\n", "        if moved and not stored:\n"),
        (
            "tests/store/log/test_append.py::test_a_clock_that_was_years_ahead_holds_its_events_until_their_day",
        ),
        "answers given under a wrong clock are lost once the day has come",
    ),
    Mutation(
        "clock-set-back-writes-the-past",
        Edit(WRITER, "max(self._today, heads.device_day or self._today)", "self._today"),
        ("tests/store/log/test_append.py::test_the_study_day_never_falls_behind_the_devices_last",),
        "a flight west moves today's answers before yesterday's",
    ),
    Mutation(
        "change-of-many-cards-undone-one-by-one",
        Edit(EVENTS, "        if batch is None:\n", "        if batch is None or event:\n"),
        (
            "tests/store/log/test_undo.py::test_what_was_done_to_many_cards_in_one_go_is_taken_back_in_one_go",
        ),
        "one slip that suspended forty cards takes forty undos",
    ),
    Mutation(
        "new-sources-do-not-renew-the-cache",
        Edit(CHECK, " or row.deps != stat.deps", ""),
        ("tests/store/deck_cache/test_refresh.py::test_the_shared_sources_make_their_decks_new",),
        "a card cites last year's label although sources.yaml was updated",
    ),
    Mutation(
        "edit-of-the-same-size-unnoticed",
        Edit(
            CHECK,
            "elif (row.size, row.mtime_ns) != (stat.size, stat.mtime_ns):",
            "elif row.size != stat.size:",
        ),
        (
            "tests/store/deck_cache/test_refresh.py::test_a_change_within_one_tick_of_the_clock_is_noticed",
        ),
        "300 mg that was corrected to 600 mg is still taught as 300 mg",
    ),
    Mutation(
        "last-of-two-cards-with-one-id-studied",
        Edit(
            "learnms/store/deck_cache/library.py",
            "(shelf.rank, twin.position) < (lib.rank, here.position)",
            "(shelf.rank, twin.position) > (lib.rank, here.position)",
        ),
        (
            "tests/store/deck_cache/test_refresh.py::test_of_duplicate_ids_the_first_by_file_and_line_is_studied",
        ),
        "the learner's own copy of a card is not the one that is asked",
    ),
    Mutation(
        "rolled-back-answer-remembered",
        Edit(
            WRITER,
            "            self._known, self.learner_id = _Known(), learner\n",
            "            self.learner_id = learner\n",
        ),
        ("tests/store/log/test_append.py::test_the_writer_forgets_what_it_rolled_back",),
        "after a failed save the log has a gap, or an answer builds on one that was not saved",
    ),
)
