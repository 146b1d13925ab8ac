"""Mutations of what all layers share, and of the lines of the plain front."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

MUTATIONS = (
    Mutation(
        "bidi-isolates-reach-the-terminal",
        Edit("learnms/text.py", r"\u2060-\u206f", r"\u2060-\u2065\u206a-\u206f"),
        ("tests/test_text.py",),
        "a card can show `not safe` as `safe not`",
    ),
    Mutation(
        "settings-not-synced",
        Edit("learnms/files.py", "            os.fsync(file.fileno())\n", ""),
        ("tests/test_settings.py",),
        "a power cut after a change leaves an empty settings file",
    ),
    Mutation(
        "saved-is-said-when-it-failed",
        Edit(
            "learnms/plain/settings.py",
            '            lines.say(f"Not saved. It applies to this session only: {error}")\n            return\n',
            '            lines.say(f"It applies to this session only: {error}")\n',
        ),
        ("tests/plain", ),
        "a learner relies on a setting that is gone tomorrow",
    ),
    Mutation(
        "long-typed-answers-not-cut",
        Edit("learnms/kinds/score.py", "visible_line(text.strip()[: 2 * LONGEST])[:LONGEST].rstrip()", "visible_line(text.strip())"),
        ("tests/kinds/test_answer.py", "tests/plain/test_plain_review.py", "tests/plain/kit"),
        "one paste fills the log with a megabyte that every copy carries along",
        also=(Edit("learnms/plain/kit/console.py", "text = text.strip()[: 2 * LONGEST]", "text = text.strip()"),),
    ),
)
