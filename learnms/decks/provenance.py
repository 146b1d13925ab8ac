"""LM4: every card names its source and the date on which it was last checked against it.

Findings that depend on the date carry their first and last day, so that they can be judged later
without the file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from learnms.kinds.fields import finding_at, meant
from learnms.syntax.convert import as_full_day
from learnms.syntax.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from learnms.decks.entry import Entry, ReadDeck
    from learnms.decks.model import Source
    from learnms.kinds.fields import Report

DAYS_UNTIL_STALE = 365
_SHOWN_KEYS = 5


def provenance_findings(read: ReadDeck, report: Report) -> None:
    """Report missing, unknown and outdated sources of every card, form and part, each with the days
    on which the finding holds.
    """
    sources = {source.key: source for source in read.deck.sources}
    case: Entry | None = None
    _report_drafts([entry for entry in read.entries if _awaits_source(entry)], report)
    for entry in read.entries:
        if entry.kind == "case":
            case = entry
        report.card = entry.id
        base = case.node if entry.kind == "part" and case is not None else None
        if entry.kind != "case" and not _awaits_source(entry):
            _require_source(entry, base, report)
        _check_node(entry.node, base, sources, report)
        for form in _also_forms(entry.node):
            _check_node(form, entry.node, sources, report)
    report.card = None


def _require_source(entry: Entry, base: Mapping | None, report: Report) -> None:
    written = entry.node.get("source") or (base.get("source") if base else None)
    if written is None and not entry.node.broken and not _mistyped(entry.node, "source"):
        report.add(
            "LM401",
            entry.node.start,
            f"{entry.label} has no `source`",
            "add `source:` with a source key and the place: `source: key §2`",
        )


def _awaits_source(entry: Entry) -> bool:
    return entry.card is not None and entry.card.awaits_source


def _report_drafts(drafts: list[Entry], report: Report) -> None:
    """Report once per file that cards of a deck of drafts have no source."""
    if drafts:
        number = len(drafts)
        cards, are = (
            (f"{number} cards have", "they are drafts and are")
            if number > 1
            else ("1 card has", "it is a draft and is")
        )
        report.add(
            "LM401",
            drafts[0].node.start,
            f"{cards} no `source`, so {are} not scheduled",
            "add `source:` with a source key and the place: `source: key §2`",
            severity="warning",
        )


def _mistyped(node: Mapping, name: str) -> bool:
    return any(
        key.value not in ("score", name) and meant(key.value, [name]) for key, _ in node.pairs
    )


def _also_forms(node: Mapping) -> list[Mapping]:
    also = node.get("also")
    return (
        [item for item in also.items if isinstance(item, Mapping)]
        if isinstance(also, Sequence)
        else []
    )


def _scalars(node: Node | None) -> list[Scalar]:
    items = node.items if isinstance(node, Sequence) else [node]
    return [
        item
        for item in items
        if isinstance(item, Scalar) and not item.broken and item.value.strip()
    ]


def _check_node(
    node: Mapping, base: Mapping | None, sources: dict[str, Source], report: Report
) -> None:
    """Check one form: its own sources and day here, inherited ones where they are written."""
    own_sources, own_checked = _scalars(node.get("source")), _scalars(node.get("checked"))
    for scalar in own_sources:
        key = scalar.value.split()[0]
        if key not in sources:
            near = report.nearest(key, sources, "LM402")
            report.add(
                "LM402",
                scalar,
                f"the source `{key}` is not declared",
                f"did you mean `{near}`?" if near else _declared(sources),
                length=len(key),
            )
    if not own_sources and not own_checked:
        return
    cited = own_sources or _scalars(base.get("source") if base else None)
    dated = own_checked or _scalars(base.get("checked") if base else None)
    day = as_full_day(dated[0].value.strip()) if dated else None
    if day is not None:
        _check_day(day, dated[0], cited, sources, report, own=bool(own_checked))


def _declared(sources: dict[str, Source]) -> str:
    """The remedy that lists the declared sources."""
    keys = ", ".join(f"`{key}`" for key in list(sources)[:_SHOWN_KEYS])
    declare = "declare it under `sources:` or in the `sources.yaml` next to the deck"
    return (
        f"start with a source key ({keys}{', …' if len(sources) > _SHOWN_KEYS else ''}), or"
        f" {declare}"
        if keys
        else declare
    )


def _check_day(
    day: date,
    place: Scalar,
    cited: list[Scalar],
    sources: dict[str, Source],
    report: Report,
    *,
    own: bool,
) -> None:
    """Report a `checked` date in the future, before the source's revision, or more than a year
    ago.
    """
    since = day if own else None
    if own:
        _add(
            report,
            "LM403",
            place,
            f"`checked` is {day.isoformat()}, which is in the future",
            "write the date on which the card was checked",
            until=_later(day, -1) or day,
        )
    keys = dict.fromkeys(scalar.value.split()[0] for scalar in cited)
    newer = [
        source
        for key in keys
        if (source := sources.get(key)) and source.revised_on and source.revised_on > day
    ]
    if newer:
        message = (
            f"checked on {day.isoformat()}, before `{newer[0].key}` was revised"
            f" ({newer[0].revised})"
        )
        _add(
            report,
            "LM404",
            place,
            message,
            "compare the card with the new revision, then update `checked`",
            since=since,
        )
    elif own and (stale := _later(day, DAYS_UNTIL_STALE + 1)):
        message = f"checked on {day.isoformat()}, more than a year ago"
        _add(
            report,
            "LM405",
            place,
            message,
            "compare the card with its source again, then update `checked`",
            since=stale,
        )


def _add(
    report: Report,
    code: str,
    place: Scalar,
    message: str,
    fix: str | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> None:
    new = finding_at(code, report.path, place, message, fix, report.card)
    report.take(replace(new, since=since, until=until))


def _later(day: date, days: int) -> date | None:
    """The date this many days later; None beyond the end of the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
