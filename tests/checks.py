"""Lint, format, types, layers and import circles, in one command: `python -m tests.checks`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import grimp

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TOOLS = {
    "lint": [sys.executable, "-m", "ruff", "check", "learnms", "tests"],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "--quiet", "learnms", "tests"],
    "types": [sys.executable, "-m", "mypy"],
    "layers": [str(BIN / "lint-imports"), "--no-cache"],
}


def circles(package: str) -> list[list[str]]:
    """The groups of modules that import each other, imports for types and inside functions counted.

    These are the strongly connected components of the import graph with more than one module
    (Tarjan, SIAM Journal on Computing 1972).
    """
    graph = grimp.build_graph(package, cache_dir=None)
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        order[module] = lowest[module] = len(order)
        stack.append(module)
        for imported in graph.find_modules_directly_imported_by(module):
            if imported not in order:
                visit(imported)
                lowest[module] = min(lowest[module], lowest[imported])
            elif imported in stack:
                lowest[module] = min(lowest[module], order[imported])
        if lowest[module] == order[module]:
            start = stack.index(module)
            if len(stack) - start > 1:
                found.append(sorted(stack[start:]))
            del stack[start:]

    for module in sorted(graph.modules):
        if module not in order:
            visit(module)
    return found


def main() -> int:
    """Run every check; 0 where all pass."""
    failed = [
        name
        for name, command in TOOLS.items()
        if subprocess.run(command, cwd=ROOT, check=False).returncode
    ]
    for circle in circles("learnms"):
        failed.append("circles")
        sys.stdout.write(f"These modules import each other: {', '.join(circle)}\n")
    sys.stdout.write(
        f"Failed: {', '.join(dict.fromkeys(failed))}\n" if failed else "All checks passed.\n"
    )
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
