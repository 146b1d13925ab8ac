"""Which cards ask which fact: the table that `python -m tests.content.coverage` writes from the
decks' tags, and a test holds.
"""

from __future__ import annotations

import sys

from tests.content.library import DATA, asked

TABLE = DATA / "coverage.tsv"


def table() -> str:
    """A line for each fact, misconception, scenario and founding claim: its id, and the ids of
    the cards and case parts that ask it.
    """
    return "".join(
        f"{tag}\t{' '.join(sorted(idents))}\n" for tag, idents in sorted(asked().items())
    )


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
    sys.stdout.write(f"{TABLE.name}: {table().count(chr(10))} lines\n")
