"""Writes a deck file: YAML that a person goes on editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDE = 1_000_000
"""No line is folded: a folded text is harder to edit."""


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented below their field, texts of several lines as `|` blocks."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def check_simple_key(self) -> bool:
        """Whether a name stands before its colon: any name on one line does, however long."""
        is_simple = super().check_simple_key()
        analysis = self.analysis
        return bool(is_simple or (analysis and not analysis.multiline and not analysis.empty))

    def ignore_aliases(self, data: Any) -> bool:  # a deck has no anchors
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def as_yaml(fields: Mapping[str, Any]) -> str:
    """Fields of a deck file as YAML, in their order; every scalar is text, read back as it is."""
    return yaml.dump(
        dict(fields),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDE,
        default_flow_style=False,
    )
