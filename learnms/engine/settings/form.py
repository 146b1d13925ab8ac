"""The settings as a form."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.engine.erase import wording as erasing
from learnms.engine.form import Action, Fields, Form, Group, Many, Number, Tick
from learnms.engine.settings import keys
from learnms.engine.settings.days_off import days_off_row
from learnms.errors import LearnmsError
from learnms.settings import SETTINGS, WEEKDAYS, WHO
from learnms.themes import MORE_THEMES, THEMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from learnms.engine.form import Row
    from learnms.setting_checks import Setting
    from learnms.settings import Settings


ERASE = "erase"
"""The name of the row that erases all data."""
TRY_KEYS = "try_keys"
"""The name of the row that opens the page on which keys are tried."""
_SHOWN = {
    "break_minutes": "{} min",
    "guard_ms": "{} ms",
    "repeat_ms": "{} ms",
    "rollover_hour": "{}:00",
}
_ZERO = {"break_minutes": "never", "repeat_ms": "off"}


class TopicRow(NamedTuple):
    """A topic whose retention can be set: its key `deck/topic`, its title and its deck's."""

    key: str
    title: str
    deck: str


def settings_form(
    settings: Settings,
    topics: Sequence[TopicRow],
    decks: Sequence[tuple[str, str]] = (),
    file: str = "",
    today: date | None = None,
) -> Form[Settings]:
    """The form of the settings, kept in a `file`. Erasing all data stands apart. `decks` are ids
    and titles. Days off can be changed where `today` is known.
    """
    title = ""
    groups: dict[str, list[Row[Settings]]] = {}
    for name, setting in SETTINGS.items():
        title = setting.group or title
        if setting.label and (setting.for_patients or not settings.is_patient):
            row = (
                _days_off(settings, setting, today)
                if name == "days_off"
                else _row(settings, name, setting, topics, decks)
            )
            groups.setdefault(title, []).extend((row, *_more(settings, name)))
    erase: Action[Settings] = Action(ERASE, erasing.TITLE, erasing.HELP, verb="open")
    return Form(
        "Settings",
        (*map(tuple, groups.values()), (erase,)),
        note=f"Saved in {file}" if file else "",
        titles=tuple(groups),
    )


def keys_form(settings: Settings, page: str = "") -> Form[Settings]:
    """The form of the page on which keys are tried: what a press is for, and two settings."""
    whole = settings_form(settings, ())
    press: Action[Settings] = Action(
        TRY_KEYS,
        "Press here",
        "Press enter, space or a number, as on a card.",
        verb="try",
        about=page,
    )
    return Form(keys.TITLE, ((press,), (whole.row("guard_ms"), whole.row("repeat_ms"))))


def _help_of(setting: Setting) -> str:
    return f"{setting.help[:1].upper()}{setting.help[1:]}."


def _days_off(settings: Settings, setting: Setting, today: date | None) -> Row[Settings]:
    return days_off_row(settings, "days_off", setting.label, _help_of(setting), today)


def _row(
    settings: Settings,
    name: str,
    setting: Setting,
    topics: Sequence[TopicRow],
    decks: Sequence[tuple[str, str]],
) -> Row[Settings]:
    label, make, help_text = setting.label, Fields(settings), _help_of(setting)
    if name == "easy_days":
        days = tuple((day, day.capitalize()) for day in WEEKDAYS)
        light, put = settings.easy_days, partial(_light, settings)
        return Many(name, label, help_text, items=days, chosen=light, put=put, none="none")
    if name in ("targets", "new_per_deck"):
        own = getattr(settings, name)
        about = f"{len(own)} set" if own else "none"
        inner = (
            tuple(_of_topic(settings, row) for row in topics)
            if name == "targets"
            else tuple(_of_deck(settings, deck, title) for deck, title in decks)
        )
        return Group(name, label, help_text, about=about, inner=inner)
    if name == "theme" and settings.theme not in THEMES:
        values = (*setting.values, (settings.theme, settings.theme))
        return make.choice(name, label, help_text, values)
    if setting.values:
        row = make.choice(name, label, help_text, setting.values)
        return row if settings.who else replace(row, value=row.value or WHO[0])
    more: dict[str, Any] = {}
    if name == "target":
        more["shown"] = "{}%"
        more["value"] = round(100 * settings.target)
        more["put"] = lambda number: replace(settings, target=number / 100)
    elif getattr(settings, name) is None:
        more["value"] = settings.usual(name)
    if name.startswith("session_"):
        more["zero"] = "no limit"
        more["shown"] = "{} min" if name == "session_minutes" else "{}"
    elif name in _SHOWN:
        more["shown"] = _SHOWN[name]
        more["zero"] = _ZERO.get(name, "")
    return make.number(name, label, setting.range, help_text, **more)


def _more(settings: Settings, name: str) -> Iterable[Row[Settings]]:
    """The row with Textual's themes, which follows that of the theme, and that of the page on
    which keys are tried, which follows those of its values.
    """
    if name == "repeat_ms":
        yield Action(TRY_KEYS, keys.TITLE, keys.HELP, verb="open")
    if name == "theme":
        inner = tuple(
            Tick(
                other,
                words,
                is_on=other == settings.theme,
                toggled=partial(replace, settings, theme=other),
                verb="choose",
            )
            for other, words in MORE_THEMES
        )
        about = f"{len(MORE_THEMES)} more"
        yield Group("themes", "More themes", "Textual's own themes.", inner=inner, about=about)


def _light(settings: Settings, days: tuple[str, ...]) -> Settings:
    if len(days) == len(WEEKDAYS):
        message = "Leave at least one weekday for reviews."
        raise LearnmsError(message)
    return replace(settings, easy_days=tuple(day for day in WEEKDAYS if day in days))


def _of_topic(settings: Settings, topic: TopicRow) -> Number[Settings]:
    """The row of a topic's desired retention; without a number, the general one applies."""
    own = dict(settings.targets)
    low, high = SETTINGS["target"].range

    def put(number: int | None) -> Settings:
        others = {key: target for key, target in own.items() if key != topic.key}
        wanted = others if number is None else {**own, topic.key: number / 100}
        return replace(settings, targets=tuple(sorted(wanted.items())))

    value = round(100 * own[topic.key]) if topic.key in own else None
    unset = f"default {round(100 * settings.target)}"
    return Number(
        topic.key, topic.title, topic.deck, value=value, low=low, high=high, put=put, unset=unset
    )


def _of_deck(settings: Settings, deck: str, title: str) -> Number[Settings]:
    """The row of a deck's new cards a day; without a number, only the general limit applies."""
    own = dict(settings.new_per_deck)
    low, high = SETTINGS["new_per_day"].range

    def put(number: int | None) -> Settings:
        others = {key: limit for key, limit in own.items() if key != deck}
        wanted = others if number is None else {**own, deck: number}
        return replace(settings, new_per_deck=tuple(sorted(wanted.items())))

    name = f"new_per_deck/{deck}"
    return Number(
        name, title, value=own.get(deck), low=low, high=high, put=put, unset="no separate limit"
    )
