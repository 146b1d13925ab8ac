"""Progress as lines: the overview, and each page by its number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.forecast.wording import SPANS
from learnms.engine.optimize.wording import SUGGESTION
from learnms.engine.progress import pages
from learnms.engine.progress.progress import gather, look_ahead
from learnms.engine.wording import long_day
from learnms.errors import LearnmsError
from learnms.paths import command
from learnms.plain.kit.console import one_line, refused
from learnms.plain.kit.document import tell as tell_document
from learnms.plain.kit.form import place
from learnms.plain.kit.menu import choices

if TYPE_CHECKING:
    from learnms.engine.forecast.forecast import Forecast
    from learnms.engine.progress.progress import Progress
    from learnms.engine.voice import Voice
    from learnms.engine.workspace import Workspace
    from learnms.plain.kit.console import Console

HELP = "Type the number of a page to read it."


def run(workspace: Workspace, lines: Console) -> None:
    """Say the overview, then the pages that are chosen, until the learner goes back."""
    voice = workspace.voice
    progress = gather(workspace)
    overview(progress, lines, voice)
    names = list(pages.names(voice).items())
    numbered = [f"{number} {name}" for number, (_, name) in enumerate(names, 1)]
    optimizes = " o: optimize." if voice.has_figures else ""
    prompt = f"Pages: {', '.join(numbered)}.{optimizes} Enter: back."
    for line in choices(lines, lambda: prompt):
        index = place(line, len(names))
        if index == 0:
            overview(progress, lines, voice)
        elif index is not None:
            _page(names[index][0], progress, workspace, lines)
        elif line == "o" and voice.has_figures:
            _optimize(workspace, lines)
        elif line == "?":
            lines.say(HELP)
        else:
            lines.say(refused(line))


def _optimize(workspace: Workspace, lines: Console) -> None:
    from learnms.plain.optimize import run

    run(workspace, lines)


def tell(progress: Progress, lines: Console, voice: Voice) -> None:
    """Say everything but the forecast."""
    overview(progress, lines, voice)
    for name in pages.names(voice):
        if name not in ("overview", "forecast"):
            lines.say()
            tell_document(pages.page(name, progress, {}, voice), lines)


def overview(progress: Progress, lines: Console, voice: Voice) -> None:
    """Say the most important figures."""
    lines.say()
    lines.say(f"Progress, {long_day(progress.today)}.")
    if progress.decks:
        lines.say(f"Only {', '.join(one_line(title) for title in progress.decks)}.")
    retention, days, _, topics = pages.page("overview", progress, {}, voice)
    tell_document((retention, days, topics), lines)
    if voice.has_figures and progress.suggests_fit:
        lines.say(f"{SUGGESTION}: `{command()} optimize`.")


def _page(name: str, progress: Progress, workspace: Workspace, lines: Console) -> None:
    if name == "forecast":
        ahead(workspace, lines)
    else:
        tell_document(pages.page(name, progress, {}, workspace.voice), lines)


def ahead(workspace: Workspace, lines: Console) -> None:
    """Say the forecast."""
    outlooks: dict[int, Forecast | str] = {}
    for span in SPANS:
        try:
            outlooks[span] = look_ahead(workspace, span)
        except LearnmsError as error:
            outlooks[span] = str(error)
    tell_document(pages.page("forecast", None, outlooks, workspace.voice), lines)
