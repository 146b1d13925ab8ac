"""Files made to hurt: each is refused within a second or two by a child process that does not
crash.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from learnms.syntax.compose import compose
from learnms.syntax.source import source_of
from tests.counting import calls_of

LETTERS = "abcdefghij"
BOMBS = {
    "nested brackets": "'[' * 100_000",
    "nested brackets, closed": "'[' * 100_000 + ']' * 100_000",
    "nested brackets on lines": "'[\\n' * 100_000",
    "nested braces": "'{a: ' * 100_000",
    "nested dashes": "'- ' * 100_000",
    "nested questions": "'? ' * 100_000",
    "nested fields": "'\\n'.join(' ' * level + 'a:' for level in range(2_000))",
    "aliases of aliases": (
        "'a: &a [x, x]\\n' + ''.join(f'{b}: &{b} [{\", \".join([\"*\" + a] * 9)}]\\n' for a, b in"
        " zip(LETTERS, LETTERS[1:]))"
    ),
    "merges of merges": (
        "'a: &a {k: v}\\n' + ''.join(f'{b}: &{b}\\n  <<: [{\", \".join([\"*\" + a] * 9)}]\\n' for"
        " a, b in zip(LETTERS, LETTERS[1:]))"
    ),
    "an alias of itself": "'a: &a [*a]\\n'",
    "hashes": "' #' * 200_000 + '\\na: ' + 'x #y ' * 50_000",
    "comment signs": "'#' * 100_000 + ' # x\\n' + '# ' * 100_000 + '\\nid: @'",
    "spaces": "'a' + ' ' * 500_000 + 'b: c: d'",
    "quotes": "'a: [' + '\\'\"' * 50_000",
    "escaped quotes": "'a: [\"' + '\\\\\\\\\\\"' * 50_000 + 'x, b: c: d]'",
    "bad escapes": "'a: \"' + '\\\\q' * 100_000 + '\"'",
    "bad lines": "'a b\\nc: @\\n' * 20_000",
    "tabs": "'\\ta: b\\n' * 20_000",
    "the same name": "'a: b\\n' * 100_000",
    "documents": "'--- x\\n' * 100_000",
    "one long name": "'x' * 5_000 + ': y\\n' + 'y' * 5_000 + ' z: y'",
    "asterisks for dashes": "'a:\\n' + '* b\\n' * 20_000",
    "checkboxes": "'wrong:\\n' + '- [ ] b\\n' * 20_000",
    "table rows": "'a:\\n' + '  | b | c |\\n' * 20_000",
    "code fences": "'```\\n' * 20_000",
    "bold names": "'**ask:** x\\n' * 20_000",
    "numbers for dashes": "'1. id: x\\n   ask: y\\n' * 10_000",
    "spaces that do not count": (
        "'\\xa0a: b\\n' * 50_000 + 'a' + '\\xa0' * 500_000 + ' ' * 500_000 + 'b'"
    ),
    "characters of no width": "'\\u200ba: b\\n' * 50_000 + 'ask' + '\\u200b' * 100_000 + ': x'",
    "spellings of web pages": "'# ' + '&amp;' * 100_000 + '\\na: ' + '&lt;' * 100_000",
    "numbers with commas": "'[1' + ',000' * 50_000 + ']'",
}
CHILD = """
import sys
import learnms.decks.read_deck
from learnms.syntax.source import source_of
from learnms.syntax.compose import compose
LETTERS = "abcdefghij"
source, findings = source_of(eval(sys.argv[1]), "deck.yaml")
root, more, parsed = compose(source) if source is not None else (None, [], False)
assert findings or more
print(len(findings) + len(more))
"""


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS.keys())
def test_a_bomb_is_refused_without_a_crash(bomb: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CHILD, bomb], capture_output=True, text=True, timeout=20, check=False
    )

    assert done.returncode == 0, f"{done.returncode}: {done.stderr[-2000:]}"
    assert int(done.stdout) <= 502


@pytest.mark.parametrize("bomb", ["nested brackets", "aliases of aliases", "merges of merges"])
def test_the_three_classics_are_refused_with_little_work(bomb: str) -> None:
    source, _ = source_of(eval(BOMBS[bomb], {"LETTERS": LETTERS}), "deck.yaml")
    assert source is not None

    assert calls_of(lambda: compose(source)) < 10_000

    assert compose(source)[1]
