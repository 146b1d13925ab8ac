"""`python -m learnms`, the same as `learnms`."""

from __future__ import annotations

import signal


def run() -> int:
    """Run a command. Before and after it ctrl+c ends the process silently: nothing is open then."""
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
