"""`python -m tests.mutations [NAME...]`: the mutation score, of all or of those named."""

from __future__ import annotations

import sys

from tests.mutations.listed import MUTATIONS
from tests.mutations.run import score


def main(names: list[str]) -> int:
    """Judge the mutations; 2 for a name that is not listed."""
    unknown = [name for name in names if name not in {mutation.name for mutation in MUTATIONS}]
    if unknown:
        sys.stderr.write(f"No mutation is called {', '.join(unknown)}.\n")
        return 2
    return score([mutation for mutation in MUTATIONS if not names or mutation.name in names])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
