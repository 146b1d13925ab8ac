"""The application around damaged data: nothing is opened, and a backup can be restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.tui.app.app import run_app
from learnms.tui.app.unopened import UnopenedApp
from learnms.tui.damage.screen import DamageScreen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.screen import Screen

    from learnms.engine.backups.damage import Damage
    from learnms.tui.kit.page import PageScreen


def run(damage: Damage) -> bool:
    """Show what is damaged until the page is left; whether a backup was restored."""
    app = DamageApp(damage)
    run_app(app)
    return app.is_restored


class DamageApp(UnopenedApp):
    """The application with the page of damaged data as its only one."""

    def __init__(self, damage: Damage) -> None:
        super().__init__(damage.workspace, opens_home=False)
        self._damage = damage
        self.is_restored = False

    def get_default_screen(self) -> Screen[None]:
        return DamageScreen(self._damage, self._restored)

    def _restored(self) -> None:
        self.is_restored = True
        self.stop()

    def close_page(self) -> None:
        self.pop_screen()

    def _routes(self, page: PageScreen) -> Iterator[tuple[str, Callable[[], None]]]:
        yield from ()
