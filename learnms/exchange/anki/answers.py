"""The answer of a question note: a list of options with signs and rationales, written and read."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, NamedTuple

from learnms.exchange.bank import Loss
from learnms.exchange.html_text import html_text, plain_text
from learnms.exchange.markdown_html import as_html_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.kinds.response import Option

RIGHT, WRONG = "✓", "✗"
UNSAFE = "Unsafe"
_LAST = "last"
_LETTERED = '<ol type="A">'


def lettered(texts: Iterable[str]) -> str:
    """Options as a list with letters, each in HTML."""
    return f"{_LETTERED}{''.join(f'<li>{text}</li>' for text in texts)}</ol>"


def marked(options: Iterable[Option], last: Option | None = None) -> str:
    """Options as a list with letters: each with `✓` or `✗` and its rationale."""
    rows = []
    for option in options:
        names = [
            name for name, holds in (("right", option.right), (_LAST, option is last)) if holds
        ]
        sign = RIGHT if option.right else WRONG
        unsafe = f' <b class="unsafe">{UNSAFE}</b>' if option.unsafe else ""
        why = f'<div class="why">{as_html_line(option.why)}</div>' if option.why else ""
        kind = f' class="{" ".join(names)}"' if names else ""
        rows.append(f"<li{kind}>{sign} {as_html_line(option.text)}{unsafe}{why}</li>")
    return f"{_LETTERED}{''.join(rows)}</ol>"


class _Item(NamedTuple):
    """An entry of a list: the HTML of its text and of its rationale, and its classes."""

    text: str
    why: str
    is_unsafe: bool
    is_last: bool


class _Items(HTMLParser):
    """The entries of the outermost list."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.items: list[_Item] = []
        self._depth = 0
        self._divs: list[bool] = []
        self._bold_unsafe = False
        self._parts: list[str] = []
        self._why: list[str] = []
        self._flags = [False, False]

    def _put(self, html: str | None) -> None:
        if self._depth and html:
            (self._why if any(self._divs) else self._parts).append(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an entry, its rationale, or something inside them."""
        classes = (dict(attrs).get("class") or "").split()
        if tag == "li":
            self._depth += 1
            if self._depth == 1:
                self._parts, self._why, self._divs = [], [], []
                self._flags = [False, _LAST in classes]
                return
        elif tag == "div":
            self._divs.append("why" in classes)
            if "why" in classes:
                return
        elif tag == "b" and "unsafe" in classes and not any(self._divs):
            self._bold_unsafe = self._flags[0] = True
            return
        self._put(self.get_starttag_text())

    def handle_endtag(self, tag: str) -> None:
        """Close what was opened."""
        if tag == "li" and self._depth:
            self._depth -= 1
            if not self._depth:
                text, why = "".join(self._parts), "".join(self._why)
                self.items.append(_Item(text, why, *self._flags))
                return
        elif tag == "div" and self._divs and self._divs.pop():
            return
        elif tag == "b" and self._bold_unsafe:
            self._bold_unsafe = False
            return
        self._put(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """A run of text; the word in the mark of an unsafe option is not its own."""
        if not self._bold_unsafe:
            self._put(data)

    def handle_entityref(self, name: str) -> None:
        """An entity by name."""
        self._put(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """An entity by number."""
        self._put(f"&#{name};")


def answered(
    kind: str, number: str, html: str, item: str, losses: list[Loss]
) -> tuple[dict[str, Any], str]:
    """The fields of a question of a kind from its answer in HTML (`number`: how many to select), or
    why there are none.
    """
    reader = _Items()
    reader.feed(html)
    reader.close()
    texts = [html_text(entry.text, item, losses) for entry in reader.items]
    if kind == "order":
        return {"order": texts}, "" if len(texts) > 1 else "It has no steps to put in order."
    if kind == "teach-back":
        return {"teach-back": texts}, "" if texts else "Its answer lists no points."
    if kind not in ("single", "select-all", "select-n", "true-false"):
        answer = html_text(html, item, losses)
        losses.append(Loss(item, f"Its kind ({kind or 'unknown'}) comes back as a flashcard."))
        return {"answer": answer}, "" if answer else "Its answer is empty."
    right: list[Any] = []
    wrong: list[Any] = []
    last = ""
    for entry, text in zip(reader.items, texts, strict=True):
        sign, words = text[:1], text[1:].strip()
        if sign not in (RIGHT, WRONG) or not words:
            return {}, f"An option does not begin with {RIGHT} or {WRONG}."
        why = html_text(entry.why, item, losses)
        option = {"text": words} | ({"why": why} if why else {})
        option |= {"unsafe": "yes"} if entry.is_unsafe else {}
        (right if sign == RIGHT else wrong).append(option if len(option) > 1 else words)
        last = plain_text(words, item, losses) if entry.is_last else last
    if kind == "true-false":
        return _true_false(right, wrong)
    return _choice(kind, number, right, wrong, last)


def _true_false(right: list[Any], wrong: list[Any]) -> tuple[dict[str, Any], str]:
    if len(right) != 1 or len(wrong) != 1 or right[0] not in ("True", "False"):
        return {}, f"Mark one of True and False with {RIGHT}, the other with {WRONG}."
    return {"true-false": "true" if right[0] == "True" else "false"}, ""


def _choice(
    kind: str, number: str, right: list[Any], wrong: list[Any], last: str
) -> tuple[dict[str, Any], str]:
    count = 1 if kind == "single" else int(number) if number.isdecimal() else 0
    if not right or (kind != "select-all" and len(right) != count):
        expected = "at least one option" if kind == "select-all" else f"{count} of its options"
        return {}, f"{RIGHT} should mark {expected}, not {len(right)}."
    fields: dict[str, Any] = {}
    if kind != "single":
        fields["select"] = "all" if kind == "select-all" else number
    fields["right"] = right[0] if kind == "single" else right
    if wrong:
        fields["wrong"] = wrong
    if last:
        fields["last"] = last
    return fields, ""
