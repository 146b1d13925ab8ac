"""`python -m learnms` is `learnms`: the commands, between two moments in which ctrl+c ends the
process without a word.
"""

from __future__ import annotations

import signal


def run() -> int:
    """Run a command. Until it begins, and once it is over, there is nothing to put in order, so
    ctrl+c needs no handler in Python.
    """
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
