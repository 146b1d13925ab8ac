"""Every string that people can read, one a line: `python -m tests.strings [PATH…]`.

Strings are collected from the source by their shape: what looks like words for people is printed;
docstrings, annotations, keys, SQL, regular expressions and styles are not. What the program fills
in stands as `{expression}`. `BANNED` is the words that none of them may hold.
"""

from __future__ import annotations

import ast
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from learnms.tui.kit.modes import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "learnms"
TEMPLATE = PACKAGE / "decks" / "template.yaml"

BANNED = {
    r"mend(s|ed|ing)?": "fix",
    r"see how it goes|(say|says) how it goes": "show your progress",
    r"taken? back|takes? back|took back": "undo",
    r"puts? off|putting off": "postpone",
    r"so many": "a number, or `that many`",
    r"of (its|their|your|his|her) own": "`its own` before the noun",
    r"there is no hurry": "no rush",
    r"none set": "not set",
    r"(has|have) gathered": "is overdue",
    r"begins? anew|anew": "start over, again",
    r"as (it|they) (was|were)( before)?": "restored",
    r"sister cards?": "sibling card",
    r"(not|never|none) any ?more": "no longer",
    r"give or take": "±",
    r"free lines?": "blank line",
    r"small letters": "lowercase",
    r"capital letters": "uppercase",
    r"hard space": "non-breaking space",
    r"so (that )?it is no": "`is not a`",
    r"quotations?": "quoted text, quote",
    r"leaves? nothing to": "so there is nothing to",
    r"there is no such": "does not exist",
    r"right and wrong at once": "both right and wrong",
    r"belongs? to nothing|belongs? nowhere": "is not part of anything",
    r"free line": "blank line",
    r"per cent": "%",
    r"colour\w*": "color",
    r"practis\w+": "practice",
    r"learnt": "learned",
    r"whilst|amongst": "while, among",
    r"\w+(optimis|organis|recognis|memoris|summaris|prioritis)\w+|optimis\w+": "-ize",
    r"centred?|metre|litre": "center, meter, liter",
    r"analysed|analysing": "analyze",
    r"judgement": "judgment",
    r"grey": "gray",
    r"behaviour|favour\w*|labelled|cancelled|travell\w+": "American spelling",
    r"\d{1,2} (January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sep|Oct|Nov|Dec)": "the month first: November 28",
}
"""Wordings that read like a translation, or are not American English: each as a regular expression
of whole words, with what to write in its place.
"""

_LABELS = {"label", "title", "words", "help", "text", "description", "placeholder"}
"""Arguments that people read even where they hold a single lowercase word."""

_SILENT_ARGUMENTS = {"id", "classes", "group", "action", "dest", "prog", "scope", "encoding"}
_SILENT_NAMES = {"CSS", "DEFAULT_CSS", "__all__", "__tablename__"}
_SILENT_CALLS = {
    "compile",
    "sub",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "getattr",
    "setattr",
    "query",
    "query_one",
    "has_class",
    "add_class",
    "remove_class",
    "set_class",
    "execute",
    "executemany",
    "executescript",
    "TypeVar",
    "cast",
}
_SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|CREATE|PRAGMA|ROLLBACK|ORDER BY|WHERE|FROM|CROSS JOIN"
    r"|OR (IGNORE|REPLACE)|IS (NOT )?NULL|UNION|INDEXED|INDEX|AND|IN \(|EXISTS)\b"
    r"|json_array|:memory:"
)
_STYLE = re.compile(r"((bold|dim|italic|reverse|underline|not) ?)+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_PHRASE = re.compile(r"[^\W\d_]{2,}\W*\s+\W*\w|\w\W*\s+\W*[^\W\d_]{2,}|[a-z]{2,}[.?!:…]$")
_SLOT = re.compile(r"\{[^{}]*\}")
_NAME = re.compile(r"[A-Z][a-z]+|US|EU|UK")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """A string that people read, with its place."""

    path: str
    line: int
    text: str

    def __str__(self) -> str:
        shown = "".join(sign if sign.isprintable() else repr(sign)[1:-1] for sign in self.text)
        return f"{self.path}:{self.line}: {shown}"


def strings(*paths: Path) -> list[Found]:
    """The strings of Python files and deck templates, or of those in folders; of the package
    without an argument.
    """
    files = [
        file
        for path in paths or (PACKAGE,)
        for file in (sorted(path.rglob("*")) if path.is_dir() else [path])
        if file.suffix == ".py" or file == TEMPLATE
    ]
    return sorted(found for file in files for found in _of_file(file))


def banned(text: str) -> list[str]:
    """The banned wordings that a text holds, each with what to write."""
    return [
        f"`{found.group()}`: {better}"
        for pattern, better in BANNED.items()
        if (found := re.search(rf"\b(?:{pattern})\b", text, re.IGNORECASE))
    ]


def _of_file(file: Path) -> Iterator[Found]:
    text = file.read_text("utf-8")
    name = str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
    if file.suffix == ".py":
        for line, string in _Collector.strings(ast.parse(text)):
            yield Found(name, line, string)
        return
    for number, line_text in enumerate(text.splitlines(), 1):
        if line_text.strip():
            yield Found(name, number, line_text.strip())


class _Collector(ast.NodeVisitor):
    """Walks a module, past everything that only the program reads."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.label = False

    @classmethod
    def strings(cls, tree: ast.Module) -> list[tuple[int, str]]:
        collector = cls()
        collector.visit(tree)
        return collector.found

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # a string alone is a docstring
            self.visit(node.value)

    def visit_arg(self, node: ast.arg) -> None:
        """An annotation is not read by people."""

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value is not None and not _silent(node.target):
            self.visit(node.value)

    def visit_Assign(self, node: ast.Assign) -> None:
        if not any(_silent(target) for target in node.targets):
            self.visit(node.value)

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        for part in (node.args, *node.decorator_list, *node.body):
            self.visit(part)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        self.visit_FunctionDef(node)

    def visit_Compare(self, node: ast.Compare) -> None:
        """What is compared is a name, not a sentence."""

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)

    def visit_MatchValue(self, node: ast.MatchValue) -> None:
        """A pattern is a name."""

    def visit_Dict(self, node: ast.Dict) -> None:
        for key, value in zip(node.keys, node.values, strict=True):
            if key is not None and " " in (_rendered(key) or ""):
                self.visit(key)
            self.visit(value)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in _SILENT_CALLS:
            return
        self.visit(called)
        for argument in node.args:
            self.visit(argument)
        for keyword in node.keywords:
            if keyword.arg in _SILENT_ARGUMENTS:
                continue
            self.label = keyword.arg in _LABELS
            self.visit(keyword.value)
            self.label = False

    def visit_Constant(self, node: ast.Constant) -> None:
        self.take(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        if self.take(node):
            for part in node.values:
                if isinstance(part, ast.FormattedValue):
                    self.visit(part.value)
        else:
            self.generic_visit(node)

    def visit_FormattedValue(self, node: ast.FormattedValue) -> None:
        self.visit(node.value)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        self.take(node) or self.generic_visit(node)

    def take(self, node: ast.expr) -> bool:
        text = _rendered(node)
        if text is None or not self.is_read(text):
            return False
        self.found.append((node.lineno, text))
        return True

    def is_read(self, text: str) -> bool:
        words = _SLOT.sub("Slot", text)
        if not _WORD.search(_SLOT.sub("", text)) or _SQL.search(text) or _STYLE.fullmatch(text):
            return False
        return text not in MODES and bool(
            self.label or _PHRASE.search(words) or _NAME.fullmatch(words)
        )


def _silent(target: ast.expr) -> bool:
    return isinstance(target, ast.Name) and target.id in _SILENT_NAMES


def _rendered(node: ast.expr) -> str | None:
    """The text of a string, an f-string or a sum that holds one; None for anything else."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.JoinedStr):
        return "".join(
            str(part.value) if isinstance(part, ast.Constant) else _slot(part)
            for part in node.values
        )
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _rendered(node.left), _rendered(node.right)
        if left is not None or right is not None:
            return (left or "{…}") + (right or "{…}")
    return None


def _slot(part: ast.expr) -> str:
    """What is filled in: its expression in braces, or an ellipsis where that is long."""
    assert isinstance(part, ast.FormattedValue)
    expression = ast.unparse(part.value)
    return f"{{{expression}}}" if len(expression) <= 40 and '"' not in expression else "{…}"


def main(*paths: str) -> None:
    """Print the strings of the package, or of the paths given."""
    sys.stdout.write("".join(f"{found}\n" for found in strings(*map(Path, paths))))


if __name__ == "__main__":
    main(*sys.argv[1:])
