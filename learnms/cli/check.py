"""`learnms check`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from learnms import paths
from learnms.cli.output import chosen_lines, has_colors, print_table
from learnms.decks import check as checking
from learnms.decks.report import LINES, report, summary
from learnms.errors import UsageError
from learnms.syntax.finding import FAMILIES
from learnms.syntax.rules import RULES
from learnms.text import visible

if TYPE_CHECKING:
    from learnms.cli.context import Context
    from learnms.paths import DeckFile


def check(context: Context, options: Any) -> int:
    """Print the findings; 1 if there is an error, or with `--strict` a warning."""
    options.format = options.format or (
        "short" if chosen_lines(options, context.environment) else "full"
    )
    if options.stale:
        from learnms.cli.sign import stale

        return stale(context, options)
    if options.explain:
        return explain(options.explain)
    if options.watch:
        return _watch(context, options)
    files = _files(context, options)
    checked = _check(files, context, options)
    for line in report(checked, options.format, colors=has_colors(context.environment)):
        print(line)
    if options.format != "json":
        print(summary(checked), file=sys.stderr)
    return 1 if checked.errors or (options.strict and checked.warnings) else 0


def _files(context: Context, options: Any) -> list[DeckFile]:
    """The files to check: those named, or the library.

    Raises:
        UsageError: a path does not exist, or no deck is there.
    """
    return paths.decks_of(options.path, context.library_paths, sources=True)


def _check(
    files: list[DeckFile], context: Context, options: Any, kept: checking.Kept | None = None
) -> checking.Checked:
    """The findings about files, those compared with an earlier release among them.

    Raises:
        UsageError: a `learnms.toml` is not valid, or there is no such release.
    """
    shipped = [] if options.path else paths.replaceable(files)
    checked = checking.check(files, context.today, shipped, kept=kept)
    return _compared(checked, files, options) if options.against else checked


def _watch(context: Context, options: Any) -> int:
    from learnms.cli.watch import watch

    if options.format not in LINES:
        message = f"--watch cannot print {options.format}."
        raise UsageError(message, f"Use --format {' or '.join(LINES)}, or leave out --watch.")
    return watch(
        lambda: paths.deck_files(options.path or context.library_paths, sources=True),
        lambda files, kept: _check(files, context, options, kept),
        options.format,
        context.clock,
        colors=has_colors(context.environment),
    )


def _compared(checked: checking.Checked, files: list[DeckFile], options: Any) -> checking.Checked:
    from dataclasses import replace

    from learnms.decks.diff import findings_against
    from learnms.decks.load import place

    more = findings_against(options.against, files, checked)
    return replace(checked, findings=tuple(sorted([*checked.findings, *more], key=place)))


def _list_family(family: str) -> int:
    """Print the codes of a family, each with its severity and its cause."""
    print(f"{family}: {FAMILIES[family]}\n")
    print_table(
        [
            [f"  {rule.code}", rule.severity, rule.title]
            for code, rule in sorted(RULES.items())
            if code.startswith(family)
        ]
    )
    print("\n`learnms check --explain CODE` explains one.")
    return 0


def explain(code: str) -> int:
    """Print what a rule means, or the codes of a family.

    Raises:
        UsageError: there is no such rule.
    """
    import learnms.decks.codes
    import learnms.decks.rules.pages
    import learnms.kinds.codes  # noqa: F401  every family registers its rules when it is imported
    from learnms.decks.deck_fields import IGNORABLE
    from learnms.decks.read_card import if_meant
    from learnms.decks.rules.thresholds import ADVICE, FILE, LIMITS
    from learnms.syntax.rules import page

    wanted = code.strip().upper()
    wanted = f"LM{wanted}" if wanted.isdecimal() else wanted.replace("O", "0")
    if wanted in FAMILIES:
        return _list_family(wanted)
    rule = RULES.get(wanted)
    if rule is None:
        family = wanted[:3] if wanted[:3] in FAMILIES else "LM1"
        remedy = f"`learnms check --explain {family}` lists the codes of a family."
        raise UsageError(f"There is no code `{visible(code)}`.", remedy)
    print(f"{rule.code} ({rule.severity}): {rule.title}\n\n{page(rule)}")
    if rule.threshold:
        limit = LIMITS[rule.threshold]
        print(
            f"\nThe limit is `{rule.threshold}`: {limit.about}. In the file `{FILE}` in the deck's"
            f" folder (this is the default):\n\n  [check]\n  {rule.threshold} = {limit.default:g}"
        )
    if rule.code.startswith(IGNORABLE) and not rule.deck_wide:
        print(f"\nI{if_meant(rule.code)[1:]}")
    if rule.code.startswith(ADVICE):
        print(
            f"\nTo ignore it in all decks of a folder, write in `{FILE}`:\n\n  [check.ignore]\n"
            f'  {rule.code} = "the reason"'
        )
    return 0
