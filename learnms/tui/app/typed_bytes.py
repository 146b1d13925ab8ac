"""Bytes from the terminal that are no UTF-8: a pasted file, or a terminal that is set to another
encoding.
"""

from __future__ import annotations

import codecs
import sys
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.driver import Driver

_DECODER = "getincrementaldecoder"


def accept_any_bytes(driver: type[Driver]) -> None:
    """Make the thread of a driver that reads the terminal replace such bytes by U+FFFD. Textual
    decodes strictly, so that a single one would end the program.
    """
    module = vars(sys.modules[driver.__module__])
    if _DECODER in module:
        module[_DECODER] = _replacing_decoder


def _replacing_decoder(encoding: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(encoding), errors="replace")
