"""Deck files made to hurt: a child process checks each, and parses it for the cache. It does not
crash, and it takes neither long nor much memory.
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import TYPE_CHECKING

import pytest

from learnms.syntax.collector import MOST_OF_A_KIND
from learnms.syntax.compose import compose
from learnms.syntax.source import source_of
from tests.counting import calls_of
from tests.faults.child import learnms, ran

if TYPE_CHECKING:
    from collections.abc import Sequence
from pathlib import Path

LETTERS = "abcdefghij"
MOST_MEMORY = 200
"""MiB."""
MOST_SECONDS = 5
"""Of the processor, for one file; on an idle machine it is less than one."""
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
    "tags that call": "'a: !!python/object/apply:os.system [exit 3]\\n'",
    "a merge bomb": (
        "'a: &a {k: v}\\n' + ''.join(f'{b}: &{b}\\n  <<: *{a}\\n  <<: *{a}\\n' for a, b in"
        " zip(LETTERS, LETTERS[1:]))"
    ),
    "a long whole number": "card('select: ' + '9' * 100_000 + '\\n    right: [a, b]')",
    "long numbers to draw": "card('given: {dose: [' + '9' * 100_000 + ']}\\n    calc: dose')",
    "a power of powers": "card('given: {dose: [9]}\\n    calc: dose ** 9 ** 9 ** 9 ** 9')",
    "nested parentheses": "card('given: {dose: [9]}\\n    calc: ' + '(' * 5_000 + ')' * 5_000)",
    "lines with a tab": "'\\t- a\\n' * 2_000_000",
    "items": "'- a\\n' * 2_500_000",
    "items in brackets": "'[' + 'a,' * 5_000_000 + ']'",
    "sets in brackets": "'[' + '{},' * 3_000_000 + ']'",
    "bytes that are not UTF-8": "b'\\xff' * 5_000_000",
    "lines that are not UTF-8": "b'a: \\xff\\n' * 900_000",
    "unknown fields of a deck": "HEAD + ''.join(f'f{n}: x\\n' for n in range(100_000))",
    "unknown fields of a card": "card('\\n    '.join(f'f{n}: x' for n in range(100_000)))",
    "unknown fields of many cards": (
        "HEAD + ''.join(f'  - id: c-{n}\\n    ask: x\\n    aks: y\\n' for n in range(5_000))"
    ),
    "open emphasis": "card(answer('**a *b ' * 100_000))",
    "open gaps": "card(answer('[\\u2026 ' * 200_000))",
    "list items in a text": "card(answer('\\n'.join(['- x'] * 50_000)))",
    "a long line": "card(answer('x' * 1_000_000))",
    "a circle of former ids": (
        "HEAD + ''.join(f'  - {{id: c-{n}, ask: q{n}, answer: x, source: b,"
        " was: c-{(n + 1) % 5_000}}}\\n' for n in range(5_000))"
    ),
    "the same former id": (
        "HEAD + ''.join(f'  - {{id: c-{n}, ask: q{n}, answer: x, source: b, was: old-card}}\\n'"
        " for n in range(5_000))"
    ),
    "the same id": "HEAD + '  - {id: same, ask: q, answer: x, source: b}\\n' * 5_000",
    "unknown topics": (
        "'deck: x\\nid: xyz\\ntopics:\\n' + ''.join(f'  t{n}: T\\n' for n in range(5_000))"
        " + 'cards:\\n' + ''.join(f'  - {{id: c-{n}, ask: q{n}, answer: x, topic: u{n}}}\\n'"
        " for n in range(2_000))"
    ),
    "tests that do not exist": (
        "HEAD + ''.join(f'  - {{id: c-{n}, ask: q{n}, right: a, wrong: [b, c], source: b,"
        " tests: [d-{n}]}}\\n' for n in range(3_000))"
    ),
    "a mistake at the end of a large file": (
        "HEAD + ''.join(f'  - {{id: c-{n}, ask: q{n}, answer: {\"long \" * 100}, source: b}}\\n'"
        " for n in range(9_000)) + '  - ask: \"open\\n'"
    ),
}
"""Expressions, because a child makes the files from them."""
CHILD = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from learnms.decks.check import check
from learnms.engine.ingest import parser
from learnms.paths import DeckFile
LETTERS = "abcdefghij"
HEAD = "deck: x\\nid: xyz\\nsources: {b: {title: B}}\\ncards:\\n"
def card(fields):
    return f"{HEAD}  - id: one-card\\n    ask: Which?\\n    {fields}\\n    source: b\\n"
def answer(text):
    return f"answer: {json.dumps(text)}"
for name, expression in json.loads(Path(sys.argv[1]).read_text()).items():
    print(name, file=sys.stderr)
    text = eval(expression)
    path = sys.argv[2]
    Path(path).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    del text
    start = time.process_time()
    checked = check([DeckFile(path, path, True)], date(2026, 11, 29))
    seconds = time.process_time() - start
    kinds = [finding.code for finding in checked.findings]
    del checked
    parser()(path)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps([name, seconds, memory, kinds]), flush=True)
"""


LARGE = [
    *("items in brackets", "sets in brackets"),
    *list(BOMBS)[list(BOMBS).index("lines that are not UTF-8") :],
]
"""Files of megabytes: each has a child of its own, because memory that is used once stays."""


def exploded(folder: Path, names: Sequence[str]) -> dict[str, tuple[float, int, list[str]]]:
    """What a child that checks and parses bombs found, with its seconds and the most MiB so far."""
    (folder / "bombs.json").write_text(json.dumps({name: BOMBS[name] for name in names}), "utf-8")
    words = [sys.executable, "-c", CHILD, str(folder / "bombs.json"), str(folder / "deck.yaml")]
    done = ran(words, dict(os.environ), seconds=300)
    assert done.code == 0, f"{done.code}: {done.err[-2000:]}"
    lines = [json.loads(line) for line in done.out.splitlines()]
    return {name: (seconds, memory, kinds) for name, seconds, memory, kinds in lines}


@pytest.mark.parametrize(
    "names",
    [
        [name for name in BOMBS if name not in LARGE],
        *(pytest.param([name], marks=pytest.mark.long) for name in LARGE),
    ],
    ids=lambda names: names[0],
)
def test_a_bomb_is_refused_without_a_crash(names: list[str], tmp_path: Path) -> None:
    for name, (seconds, memory, kinds) in exploded(tmp_path, names).items():
        assert_is_refused(name, seconds, memory, kinds)


def assert_is_refused(name: str, seconds: float, memory: int, kinds: list[str]) -> None:
    assert kinds, name
    assert seconds < MOST_SECONDS, name
    assert memory < MOST_MEMORY, name
    for code in set(kinds) - {"LM029"}:
        assert kinds.count(code) <= MOST_OF_A_KIND + 500 * code.startswith("LM0")


@pytest.mark.parametrize("bomb", ["nested brackets", "aliases of aliases", "merges of merges"])
def test_the_three_classics_are_refused_with_little_work(bomb: str) -> None:
    source, _ = source_of(eval(BOMBS[bomb], {"LETTERS": LETTERS}), "deck.yaml")
    assert source is not None

    assert calls_of(lambda: compose(source)) < 10_000

    assert compose(source)[1]


def test_of_many_alike_the_others_are_counted(tmp_path: Path) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    cards = "".join(f"  - {{id: card-{n}, ask: q, aks: x, answer: y}}\n" for n in range(1_234))
    (decks / "deck.yaml").write_text(f"deck: x\nid: xyz\ncards:\n{cards}")
    done = learnms(tmp_path, "check", "--format", "json")
    report = json.loads(done.out)

    rest = [found for found in report["findings"] if found["code"] == "LM029"]
    assert f"… and {1_234 - MOST_OF_A_KIND:,} more LM104 here" in [one["message"] for one in rest]
    assert learnms(tmp_path, "check", "--explain", "LM029").code == 0


def test_a_card_with_a_long_text_is_left_out_and_the_others_are_studied(tmp_path: Path) -> None:
    decks = tmp_path / "decks"
    decks.mkdir()
    (decks / "deck.yaml").write_text(
        "deck: x\nid: xyz\nsources: {b: {title: B}}\ncards:\n"
        f"  - {{id: long-card, ask: q, answer: {'x ' * 10_001}x, source: b}}\n"
        f"  - {{id: just-fits, ask: q, answer: {'y' * 20_000}, source: b}}\n"
    )
    done = learnms(tmp_path, "check")

    assert done.code == 1
    assert "LM033: the text has 20,003 characters; 20,000 is the most" in done.out
    assert json.loads(learnms(tmp_path, "due", "--json").out)["new"] == 1


PIECES = (
    *("a: ", "- ", "? ", ": ", "[", "]", "{", "}", ", ", "&a ", "*a", "!t ", "!!int ", "<<: "),
    *("|\n", ">-\n", "'", '"', "#", " # ", "%YAML 1.1\n", "---\n", "...\n", "\n", "\n  "),
    *("\n    ", "\t", "\x85", "\ufeff", "\\", "\\x1b", "x", "600 mg", "cards:\n", "id: a-b\n"),
)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10))
def test_texts_from_the_pieces_of_yaml_crash_nothing(tmp_path: Path, seed: int) -> None:
    source = random.Random(seed)
    texts = ["".join(source.choices(PIECES, k=source.randint(1, 60))) for _ in range(1_000)]
    (tmp_path / "texts.json").write_text(json.dumps(texts))
    script = (
        "import json, sys\n"
        "from learnms.decks.load import load_text\n"
        "for text in json.load(open(sys.argv[1])):\n"
        "    print(json.dumps(text), file=sys.stderr)\n"
        "    load_text(text, 'deck.yaml')\n"
    )
    done = ran(
        [sys.executable, "-c", script, str(tmp_path / "texts.json")], dict(os.environ), seconds=300
    )

    assert done.code == 0, done.err[-2_000:]
