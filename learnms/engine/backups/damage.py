"""What is known of damaged data at the start: the newest good backup, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from learnms.engine.backups import wording as words
from learnms.engine.backups.backups import newest_good
from learnms.engine.backups.restore import restore
from learnms.paths import command
from learnms.study.day import study_day

if TYPE_CHECKING:
    from learnms.engine.backups.restore import Restored
    from learnms.engine.preview.unopened import UnopenedWorkspace
    from learnms.errors import DamagedError


class Damage:
    """Damaged data, which nothing has been changed of.

    `offer` is the newest good backup, or None.

    Args:
        workspace: the settings of the home.
        error: what was found.
    """

    def __init__(self, workspace: UnopenedWorkspace, error: DamagedError) -> None:
        self.workspace = workspace
        self.error = error
        self.offer = newest_good(workspace.home_folder, workspace.clock())

    @property
    def newest(self) -> str:
        """What the newest good backup is, and what going back to it loses."""
        now = self.workspace.clock()
        return words.newest(self.offer, now, study_day(now, self.workspace.settings.rollover_hour))

    @property
    def detail(self) -> str:
        """What was found, in terms of files; '' for patients."""
        return "" if self.workspace.settings.is_patient else self.error.message

    @property
    def by_hand(self) -> tuple[str, ...]:
        """How to save what is readable without a backup."""
        return words.by_hand(command())

    def restore(self) -> Restored:
        """Go back to the backup that is offered.

        Raises:
            LearnmsError: it failed; the data is as it was.
        """
        assert self.offer is not None
        workspace = self.workspace
        return restore(
            workspace.home_folder,
            self.offer.path,
            workspace.clock,
            workspace.settings.rollover_hour,
        )

    @property
    def restored(self) -> str:
        """What home says after the restore."""
        assert self.offer is not None
        assert self.offer.at is not None
        return words.back(self.offer.at, self.workspace.clock())
