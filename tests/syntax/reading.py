"""Reading a deck's text in a test: the findings in short, and the nodes as plain values."""

from __future__ import annotations

from dataclasses import dataclass, field

from learnms.syntax.compose import compose
from learnms.syntax.finding import Finding
from learnms.syntax.node import Mapping, Node, Scalar, Sequence
from learnms.syntax.source import source_of

Plain = str | list["Plain"] | dict[str, "Plain"] | None

TEXT_OF_A_DECK = """\
deck: "Ocrelizumab: dosing"
id: ocre-dosing
sources:
  uspi: {title: Info, url: "https://x.y/z"}
cards:
  - id: first-1
    ask: What is the first dose?
    answer: "300 mg: twice"
    explain: |
      Two halves, two weeks apart.
      - Slow: fewer reactions.
    source: uspi §2.3
  - id: second-2
    ask: Which need follow-up?
    select: all
    right: [No result, A cough]
    wrong:
      - BP 118/74   # ok
      - 'It''s fine'
    match: {a: b, c: d}
    also:
      - ask: Other
        answer: x
  - id: third-3
    cloze: "{{c1::600 mg}} every"
    hint: 5
    # comment
    explain: Long text that
      goes on here.
topics:
  dosing: {title: Dose, weight: 40}
"""


@dataclass
class Reading:
    """What came out of one text."""

    text: str
    root: Node | None = None
    parsed: bool = False
    findings: list[Finding] = field(default_factory=list)

    @property
    def places(self) -> list[str]:
        """Each finding as its code, line and column."""
        return [f"{found.code} {found.line}:{found.column}" for found in self.findings]

    @property
    def value(self) -> Plain:
        """The nodes as plain values."""
        return plain(self.root)

    def only(self) -> Finding:
        """The one finding there must be."""
        assert len(self.findings) == 1, [str(found) for found in self.findings]
        return self.findings[0]

    def underlined(self) -> str:
        """The characters that the caret of the only finding stands below."""
        found = self.only()
        line = self.text.replace("\r\n", "\n").split("\n")[found.line - 1]
        return line[found.column - 1 : found.column - 1 + found.length]


def read(text: str) -> Reading:
    """Read a text as `check` does, but for its bytes."""
    source, findings = source_of(text, "deck.yaml")
    if source is None:
        return Reading(text, findings=findings)
    root, more, parsed = compose(source)
    return Reading(text, root, parsed, [*findings, *more])


def plain(node: Node | None) -> Plain:
    """A node without its places."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    if isinstance(node, Mapping):
        return {name.value: plain(value) for name, value in node.pairs}
    return None


def at(root: Node | None, *path: str | int) -> Node:
    """The node that names and positions lead to."""
    for step in path:
        if isinstance(step, int):
            assert isinstance(root, Sequence)
            root = root.items[step]
        else:
            assert isinstance(root, Mapping)
            root = root.get(step)
    assert root is not None
    return root
