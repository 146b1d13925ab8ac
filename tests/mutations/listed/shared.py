"""Mutations of what all layers share, and of the lines of the plain front."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

MUTATIONS = (
    Mutation(
        "bidi-isolates-reach-the-terminal",
        Edit("learnms/text.py", r"\u2060-\u206f", r"\u2060-\u2065\u206a-\u206f"),
        ("tests/test_text.py::test_what_a_terminal_obeys_is_spelled_out",),
        "a card can show `not safe` as `safe not`",
    ),
    Mutation(
        "settings-not-synced",
        Edit("learnms/files.py", "            os.fsync(file.fileno())\n", ""),
        ("tests/test_settings.py::test_the_new_text_is_on_the_disk_before_it_takes_the_name",),
        "a power cut after a change leaves an empty settings file",
    ),
    Mutation(
        "an-answer-that-failed-is-called-saved",
        Edit(
            "learnms/plain/kit/questions.py",
            'f"Not saved: {error} Give your answer again."',
            'f"Saved. {error}"',
        ),
        (
            "tests/plain/test_plain_review.py::"
            "test_an_answer_that_was_not_saved_is_called_that_and_taken_again",
        ),
        "a learner who hears only lines goes on, and the answer is gone",
    ),
    Mutation(
        "a-setting-that-failed-is-called-saved",
        Edit(
            "learnms/plain/settings.py",
            'session only: {error}")\n            return\n        row = form()',
            'session only: {error}")\n        row = form()',
        ),
        (
            "tests/plain/test_plain_choosing.py::"
            "test_a_setting_that_was_not_saved_is_never_called_saved",
        ),
        "a learner relies on a setting that is gone tomorrow",
    ),
    Mutation(
        "long-typed-answers-not-cut",
        Edit(
            "learnms/kinds/score.py",
            "visible_line(text.strip()[: 2 * LONGEST])[:LONGEST].rstrip()",
            "visible_line(text.strip())",
        ),
        ("tests/kinds/test_answer.py::test_ten_megabytes_are_a_line",),
        "one paste fills the log with a megabyte that every copy carries along",
        also=(
            Edit(
                "learnms/plain/kit/console.py",
                "text = text.strip()[: 2 * LONGEST]",
                "text = text.strip()",
            ),
        ),
    ),
)
