"""`python -m learnms`, the same as `learnms`."""

from __future__ import annotations

import gc
import signal

GARBAGE = 50_000
"""Objects between two collections. Python's 700 let a start spend a tenth of its time on modules
that stay.
"""


def run() -> int:
    """Run a command. Before and after it ctrl+c ends the process silently: nothing is open then."""
    gc.set_threshold(GARBAGE)
    is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_ours:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from learnms.cli import main

    try:
        return main()
    finally:
        if is_ours:
            signal.signal(signal.SIGINT, signal.SIG_DFL)


if __name__ == "__main__":
    raise SystemExit(run())
