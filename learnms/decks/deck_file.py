"""Writes a deck file: YAML that a person goes on editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

_WIDE = 1_000_000
"""No line is folded: a folded text is harder to edit."""


class _Dumper(yaml.SafeDumper):
    """Block style, lists indented below their field, texts of several lines as `|` blocks."""

    quote = "'"
    """The quotes of a text that needs some."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def check_simple_key(self) -> bool:
        """Whether a name stands before its colon: any name on one line does, however long."""
        is_simple = super().check_simple_key()
        analysis = self.analysis
        return bool(is_simple or (analysis and not analysis.multiline and not analysis.empty))

    def ignore_aliases(self, data: Any) -> bool:  # a deck has no anchors
        return True

    def choose_scalar_style(self) -> str:
        style: str = super().choose_scalar_style()
        return self.quote if style == "'" else style


class _DoubleQuoted(_Dumper):
    """The same with double quotes."""

    quote = '"'


class Quoted(str):
    """A text that is always written in quotes."""

    __slots__ = ()


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _quoted(dumper: yaml.SafeDumper, text: Quoted) -> yaml.ScalarNode:
    style = "|" if "\n" in text else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


for _dumper in (_Dumper, _DoubleQuoted):
    _dumper.add_representer(str, _text)
    _dumper.add_representer(Quoted, _quoted)


def as_yaml(fields: Mapping[str, Any], quote: Literal["'", '"'] = "'") -> str:
    """Fields of a deck file as YAML, in their order; every text is read back as it is.

    Args:
        fields: names and values; a date and a truth value are written without quotes.
        quote: the quotes of a text that needs some, or that is `Quoted`.
    """
    return yaml.dump(
        dict(fields),
        Dumper=_Dumper if quote == "'" else _DoubleQuoted,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDE,
        default_flow_style=False,
    )
