"""`learnms check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.decks import check as checking
from learnms.decks.report import report, summary
from learnms.errors import UsageError
from learnms.text import visible

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.paths import DeckFile


def check(context: Context, options: Any) -> int:
    """Print the findings; 1 if there is an error, or with `--strict` a warning."""
    if options.stale:
        from learnms.cli.sign import stale

        return stale(context, options)
    if options.explain:
        return explain(options.explain)
    files = paths.deck_files(options.path or context.library_paths, sources=True)
    checked = checking.check(files, context.today, [] if options.path else paths.replaceable(files))
    if options.against:
        checked = _compared(checked, files, options)
    for line in report(checked, options.format):
        print(line)
    if options.format != "json":
        print(summary(checked), file=sys.stderr)
    return 1 if checked.errors or (options.strict and checked.warnings) else 0


def _compared(checked: checking.Checked, files: list[DeckFile], options: Any) -> checking.Checked:
    from dataclasses import replace

    from learnms.decks.diff import findings_against
    from learnms.decks.load import place

    more = findings_against(options.against, files, checked)
    return replace(checked, findings=tuple(sorted([*checked.findings, *more], key=place)))


def explain(code: str) -> int:
    """Print what a rule means.

    Raises:
        UsageError: there is no such rule.
    """
    import learnms.decks.codes
    import learnms.kinds.codes  # noqa: F401  every family registers its rules when it is imported
    from learnms.decks.deck_fields import IGNORABLE
    from learnms.decks.read_card import if_meant
    from learnms.syntax.rules import RULES

    rule = RULES.get(code.upper())
    if rule is None:
        message = f"There is no code `{visible(code)}`."
        raise UsageError(message, f"The codes are {', '.join(sorted(RULES))}.")
    ignored = f"\n\nI{if_meant(rule.code)[1:]}" if rule.code.startswith(IGNORABLE) else ""
    print(f"{rule.code} ({rule.severity}): {rule.title}\n\n{rule.explanation}{ignored}")
    return 0
