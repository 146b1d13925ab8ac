"""The settings as a form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.engine.form import Choice, Form, Group, Many, Number, setter
from learnms.errors import LearnmsError
from learnms.settings import SETTINGS, WEEKDAYS, WHO

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from learnms.engine.form import Row
    from learnms.settings import Setting, Settings


class TopicRow(NamedTuple):
    """A topic whose retention can be set: its key `deck/topic`, its title and its deck's."""

    key: str
    title: str
    deck: str


def settings_form(settings: Settings, topics: Sequence[TopicRow], file: str = "") -> Form[Settings]:
    """The form of the settings, kept in a `file`."""
    rows = tuple(
        _row(settings, name, setting, topics)
        for name, setting in SETTINGS.items()
        if setting.label and (setting.for_patients or not settings.is_patient)
    )
    return Form("Settings", (rows,), foot=(f"All of this stands in {file}.",) if file else ())


def _row(
    settings: Settings, name: str, setting: Setting, topics: Sequence[TopicRow]
) -> Row[Settings]:
    words: dict[str, Any] = {
        "name": name,
        "label": setting.label,
        "help": f"{setting.help[:1].upper()}{setting.help[1:]}.",
    }
    low, high = setting.range
    if setting.values:
        value = getattr(settings, name) or (WHO[0] if name == "who" else False)
        return Choice(**words, value=value, values=setting.values, put=setter(settings, name))
    if name == "easy_days":
        days = tuple((day, day.capitalize()) for day in WEEKDAYS)
        return Many(
            **words, items=days, chosen=settings.easy_days, put=_light(settings), none="none"
        )
    if name == "targets":
        about = f"{len(settings.targets)} set" if settings.targets else "none set"
        return Group(**words, about=about, inner=tuple(_of_topic(settings, row) for row in topics))
    if name == "target":
        return Number(
            **words,
            value=round(100 * settings.target),
            low=low,
            high=high,
            put=lambda number: replace(settings, target=(number or high) / 100),
        )
    chosen = getattr(settings, name)
    return Number(
        **words,
        value=settings.usual(name) if chosen is None else chosen,
        low=low,
        high=high,
        put=setter(settings, name),
        zero="no limit" if name.startswith("session_") else "",
        shown="{} ms" if name == "guard_ms" else "{}",
    )


def _light(settings: Settings) -> Callable[[tuple[str, ...]], Settings]:
    def put(days: tuple[str, ...]) -> Settings:
        if len(days) == len(WEEKDAYS):
            message = "One day of the week has to carry the work."
            raise LearnmsError(message)
        return replace(settings, easy_days=tuple(day for day in WEEKDAYS if day in days))

    return put


def _of_topic(settings: Settings, topic: TopicRow) -> Number[Settings]:
    """The row of a topic's own retention; without a number the general one holds."""
    own = dict(settings.targets)
    low, high = SETTINGS["target"].range

    def put(number: int | None) -> Settings:
        others = {key: target for key, target in own.items() if key != topic.key}
        wanted = others if number is None else {**own, topic.key: number / 100}
        return replace(settings, targets=tuple(wanted.items()))

    return Number(
        name=topic.key,
        label=topic.title,
        help=f"{topic.deck}.",
        value=round(100 * own[topic.key]) if topic.key in own else None,
        low=low,
        high=high,
        put=put,
        unset=f"as all: {round(100 * settings.target)}",
    )
