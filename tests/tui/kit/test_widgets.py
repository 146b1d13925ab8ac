"""The widgets of the kit: buttons that do an action, tables and lists that mark the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import App
from textual.widgets.option_list import Option

from learnms.tui.kit.button import ActionButton
from learnms.tui.kit.content import QUIET, plain
from learnms.tui.kit.lists import Options, Table
from learnms.tui.kit.sheet import Sheet
from learnms.tui.kit.themes import LEARNMS_THEMES, extra_variables

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.pilot import Pilot


class Widgets(App[None]):
    """A sheet with a table, a list and a button."""

    CSS: ClassVar[str] = "Sheet { height: auto; }"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return extra_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        with Sheet(title="Decks", figure="2 of 3"):
            yield Table(id="decks")
            yield Options(
                Option(plain("[red] first"), id="a"), Option(plain("second"), id="b"), id="missed"
            )
            yield ActionButton("Start review", "open", hint="enter", detail="12 due")

    def on_mount(self) -> None:
        for theme in LEARNMS_THEMES:
            self.register_theme(theme)
        self.theme = LEARNMS_THEMES[0].name
        table = self.query_one(Table)
        table.columns_are(plain("Deck"), plain("Due"), widths=(20, None))
        table.add(plain("[b]How it works[/b]"), plain("5", QUIET), key="works")
        table.add(plain("Vaccines"), plain("2"), key="vaccines")


def lines(pilot: Pilot[None]) -> list[str]:
    return [strip.text.rstrip() for strip in pilot.app.screen._compositor.render_strips()]


async def test_a_table_marks_its_row_and_reads_no_markup() -> None:
    async with Widgets().run_test(size=(60, 20)) as pilot:
        await pilot.pause()
        assert [line.split() for line in lines(pilot) if "[b]How" in line] == [
            ["▸", "[b]How", "it", "works[/b]", "5"]
        ]

        pilot.app.query_one(Table).focus()
        await pilot.press("down")
        assert [line.split()[0] for line in lines(pilot) if "Vaccines" in line] == ["▸"]
        assert pilot.app.query_one(Table).row_key == "vaccines"


async def test_a_table_takes_the_colors_of_another_theme() -> None:
    async with Widgets().run_test(size=(60, 20)) as pilot:
        table = pilot.app.query_one(Table)
        before = table.get_row("works")[2]
        pilot.app.theme = LEARNMS_THEMES[1].name
        await pilot.pause()

        assert table.get_row("works")[2].spans != before.spans


async def test_a_list_has_a_bar_at_the_highlighted_option() -> None:
    async with Widgets().run_test(size=(60, 20)) as pilot:
        options = pilot.app.query_one(Options)
        options.highlighted = 1
        await pilot.pause()

        assert [line.split() for line in lines(pilot) if "second" in line] == [["▌", "second"]]
        assert any("[red] first" in line for line in lines(pilot))


async def test_a_button_has_its_key_and_a_second_line() -> None:
    async with Widgets().run_test(size=(60, 20)) as pilot:
        text = "\n".join(lines(pilot))

        assert "Start review  enter" in text
        assert "Decks" in text
        assert "2 of 3" in text
