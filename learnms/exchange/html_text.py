"""HTML of other programs as light Markdown, and their plain text without what a terminal obeys."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import unquote

from learnms.exchange.bank import Loss
from learnms.markdown import inline, spans
from learnms.text import without_unsafe

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_CHARACTERS = 200_000
"""Of one text, without pictures written into it: what is longer is no question."""
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-_])")
_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_DATA = re.compile(r"data:[\w.+-]+/[\w.+-]+[^\"'<>\s)]*", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\n\xa0]+")
_TAG = re.compile(
    r"<(?:(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9:-]*)"
    r"(?P<rest>(?:\s(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*|\s[^<>]*|/)?)|[!?][^<>]*)>"
)
"""No tag reaches beyond the next `<`, so that what is never closed takes no longer to read. That is
not so in the standard library's parser, which takes minutes for a page of `<!--`.
"""
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][\w:.-]*)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s\"'>]+))?")
_KNOWN_TAG = re.compile(
    r"</?(?:a|b|big|br|center|code|div|em|font|h[1-6r]|i|img|li|ol|p|pre|q|s|small|span|strong|su[bp]"
    r"|t[dhr]|table|tbody|u|ul|script|style|iframe|audio|video)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_BLOCKS = re.compile(
    r"address|article|aside|blockquote|body|caption|center|d[dlt]|details|div|fieldset"
    r"|fig(?:caption|ure)|footer|form|h[1-6r]|header|html|main|nav|p|pre|section|summary"
)
_MARKS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_SKIPPED = {
    "script": "a script",
    "style": "",
    "xml": "",
    "svg": "a drawing (SVG)",
    "object": "an embedded object",
    "iframe": "an embedded page",
    "audio": "a sound",
    "video": "a video",
    "canvas": "a drawing",
    "applet": "an embedded program",
    "title": "",
    "template": "",
    "noscript": "",
}
"""Elements that are left out with all that is in them, and what to call them ('': unimportant)."""
_DEEPEST = 8
"""Of lists, tables and emphasis within each other."""
_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


def clean(text: str) -> str:
    """Plain text with `\\n` line ends and ordinary spaces, without escape sequences, control
    characters and bidi overrides, trimmed.
    """
    text = _BREAKS.sub("\n", _ESCAPE.sub("", text)).replace("\xa0", " ").replace("\t", " ")
    text = text.replace("\xad", "")  # soft hyphens: no answer that is typed has them
    lines = [line.rstrip() for line in without_unsafe(text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def looks_like_html(text: str) -> bool:
    """Whether a text has tags or entities of HTML; `<patient name>` is no tag."""
    return _KNOWN_TAG.search(text) is not None or _ENTITY.search(text) is not None


def html_text(html: str, item: str, losses: list[Loss]) -> str:
    """A text in HTML as light Markdown: emphasis, lists, tables, line breaks.

    A picture becomes `[image: its description]`. What is left out is added to `losses` under the
    name of the item: pictures, media, scripts, embedded pages.
    """
    html = _DATA.sub("data:", html.replace("\0", ""))
    if len(html) > MOST_CHARACTERS:
        losses.append(Loss(item, f"Text after {MOST_CHARACTERS:,} characters was left out."))
        html = html[:MOST_CHARACTERS]
    missing: dict[str, None] = {}
    text = _Reader(lambda what: missing.setdefault(what)).read(_without_comments(html))
    losses += [Loss(item, f"{what[:1].upper()}{what[1:]} was left out.") for what in missing]
    return clean(text)


def _without_comments(html: str) -> str:
    """HTML without its comments, and without the marks around character data."""
    parts, at = [], 0
    while (start := html.find("<!--", at)) >= 0:
        parts.append(html[at:start])
        end = html.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(html)
    parts.append(html[at:])
    return "".join(parts).replace("<![CDATA[", "").replace("]]>", "")


def plain_text(html: str, item: str, losses: list[Loss]) -> str:
    """A text in HTML on one line without Markdown, as for an answer that is typed."""
    return inline(html_text(html, item, losses))


class _Table:
    """A table while it is read: rows of cells."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []

    def markdown(self) -> str:
        rows = [row for row in self.rows if any(row)]
        if not rows:
            return ""
        width = max(map(len, rows))
        if width == 1:
            return "\n".join(row[0] for row in rows)
        lines = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in rows]
        return "\n".join([lines[0], f"|{'---|' * width}", *lines[1:]])


class _Reader:
    """Builds the text. `out` is a stack of texts in the making: the page, and a cell of each open
    table.
    """

    def __init__(self, lost: Callable[[str], object]) -> None:
        self.lost = lost
        self.out: list[list[str]] = [[]]
        self.tables: list[_Table] = []
        self.lists: list[int | None] = []
        self.skipped: list[str] = []
        self.raised: list[str] = []
        self.links: list[str] = []
        self.marks: list[tuple[str, int, int]] = []
        self.keeps_space = 0

    def read(self, html: str) -> str:
        """The text of a page, with everything closed at its end."""
        at = 0
        for tag in _TAG.finditer(html):
            self._data(html[at : tag.start()])
            at = tag.end()
            if tag["name"]:
                self._tag(tag["name"].lower(), tag["rest"], closes=bool(tag["close"]))
        self._data(html[at:])
        if any(_SKIPPED[name] for name in self.skipped):
            self.lost("the text after a tag that is never closed")
        while self.tables:
            self._end_table()
        return "".join(self.out[0])

    def _tag(self, name: str, rest: str, *, closes: bool) -> None:
        if self.skipped:
            if name == self.skipped[-1] and closes:
                self.skipped.pop()
            elif name == self.skipped[-1] and name not in ("script", "style"):
                self.skipped.append(name)
        elif closes:
            self._close(name)
        else:
            values = {
                key.lower(): unescape(value.strip("\"'")) for key, value in _ATTRIBUTE.findall(rest)
            }
            if any(key.startswith("on") for key in values):
                self.lost("a script")
            if name in _SKIPPED:
                if _SKIPPED[name]:
                    self.lost(_SKIPPED[name])
                if not rest.endswith("/"):
                    self.skipped.append(name)
            else:
                self._open(name, values)

    def _put(self, text: str) -> None:
        self.out[-1].append(text)

    def _last(self) -> str:
        return next((part[-1] for part in reversed(self.out[-1]) if part), "\n")

    def _line(self) -> None:
        """Begin a new line, unless it has just begun."""
        while self.out[-1] and self.out[-1][-1] == " ":
            self.out[-1].pop()
        if self._last() != "\n":
            self._put("\n")

    def _open(self, tag: str, values: dict[str, str]) -> None:
        if tag == "br":
            self._put("\n")
        elif tag in ("img", "image"):
            self._picture(values)
        elif tag == "embed":
            self.lost("an embedded object")
        elif tag in ("table", "tr", "td", "th"):
            self._open_table(tag)
        elif tag in ("ul", "ol"):
            start = values.get("start", "1")
            first = int(start) if start.isdecimal() and len(start) < 4 else 1
            self.lists.append(first if tag == "ol" else None)
            self._line()
        elif tag == "li":
            self._item()
        elif tag in ("sup", "sub"):
            self.raised.append(tag)
        elif tag in _MARKS:
            self.marks = [*self.marks[-_DEEPEST:], (_MARKS[tag], len(self.out), len(self.out[-1]))]
        elif tag == "a":
            self.links.append(values.get("href", ""))
        elif _BLOCKS.fullmatch(tag):
            self._block(tag, opens=True)

    def _close(self, tag: str) -> None:
        if tag in ("table", "tr", "td", "th"):
            self._close_table(tag)
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
            self._line()
        elif tag in ("sup", "sub") and self.raised:
            self.raised.pop()
        elif tag in _MARKS:
            self._mark(_MARKS[tag])
        elif tag == "a" and self.links:
            self._link(self.links.pop())
        elif _BLOCKS.fullmatch(tag):
            self._block(tag, opens=False)

    def _data(self, data: str) -> None:
        """Take a run of text between tags."""
        if self.skipped or not data:
            return
        data = unescape(data).replace("\0", "")
        if not self.keeps_space:
            data = _WHITE.sub(" ", data)
            if self._last() in "\n ":
                data = data.removeprefix(" ")
        if any(span.style for line in data.split("\n") for span in spans(line)):
            data = re.sub(r"[*_]", r"\\\g<0>", data)
        if self.raised and data.strip():
            data = shifted(data.strip(), self.raised[-1])
        if data:
            self._put(data)

    def _block(self, tag: str, *, opens: bool) -> None:
        if tag == "pre":
            self.keeps_space = max(0, self.keeps_space + (1 if opens else -1))
        if self.lists and tag in ("p", "div") and opens:
            return  # the text of an entry goes on in its line
        self._line()
        if tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6") and not self.lists and not opens:
            self._put("\n")

    def _item(self) -> None:
        self._line()
        depth = min(_DEEPEST, max(0, len(self.lists) - 1))
        number = self.lists[-1] if self.lists else None
        if number is not None:
            self.lists[-1] = number + 1
        self._put(f"{'  ' * depth}{'-' if number is None else f'{number}.'}")
        self._put(" ")

    def _mark(self, mark: str) -> None:
        """Close an emphasis. One without text, or over several lines, is left out."""
        level = len(self.out)
        at = next(
            (at for name, its, at in reversed(self.marks) if (name, its) == (mark, level)), -1
        )
        if at < 0:
            return
        self.marks = [other for other in self.marks if other[1] < level or other[2] < at]
        parts = self.out[-1]
        inner = "".join(parts[at:])
        body = inner.strip()
        before, after = inner[: len(inner) - len(inner.lstrip())], inner[len(inner.rstrip()) :]
        if body and "\n" not in body and "*" not in body:
            body = f"{mark}{body}{mark}"
        parts[at:] = [part for part in (before, body, after if body else "") if part]

    def _link(self, address: str) -> None:
        if address.strip().lower().startswith(("javascript:", "vbscript:")):
            self.lost("a script in a link")
        elif address.startswith(("http://", "https://")) and address not in "".join(
            self.out[-1][-4:]
        ):
            self._put(f" ({address})")

    def _picture(self, values: dict[str, str]) -> None:
        source = values.get("src", "")
        name = (
            ""
            if source.startswith("data:")
            else unquote(re.split(r"[?#]", source)[0].split("/")[-1])
        )
        title = " ".join((values.get("alt") or values.get("title") or name).split())[:200]
        self.lost(f"the picture `{title}`" if title else "a picture")
        self._put(f"[image: {title}]" if title else "[image]")

    def _open_table(self, tag: str) -> None:
        if tag == "table" and len(self.tables) < _DEEPEST:
            self._line()
            self.tables.append(_Table())
            self.out.append([])
        elif self.tables and tag != "table":
            self._end_cell()
            if tag == "tr" or not self.tables[-1].rows:
                self.tables[-1].rows.append([])
            if tag != "tr":
                self.tables[-1].rows[-1].append("")

    def _close_table(self, tag: str) -> None:
        if self.tables:
            self._end_cell()
            if tag == "table":
                self._end_table()

    def _end_cell(self) -> None:
        """Put what was read since the last cell into it."""
        text = " ".join("".join(self.out[-1]).split())
        self.out[-1].clear()
        self.marks = [mark for mark in self.marks if mark[1] < len(self.out)]
        rows = self.tables[-1].rows
        if text and (not rows or not rows[-1]):  # a caption, or text outside the cells
            self.out[-2].append(f"{text}\n")
        elif text:
            rows[-1][-1] = f"{rows[-1][-1]} {text}".strip().replace("|", "\\|")

    def _end_table(self) -> None:
        self._end_cell()
        self.out.pop()
        ended = self.tables.pop()
        table = (
            ended.markdown()
            if not self.tables
            else "; ".join(" ".join(filter(None, row)) for row in ended.rows if any(row))
        )
        if table:
            self._line()
            self._put(f"{table}\n")


def shifted(text: str, tag: str) -> str:
    """A raised or lowered text: in characters of that kind, else after a sign."""
    table = _RAISED if tag == "sup" else _LOWERED
    if all(ord(sign) in table for sign in text):
        return text.translate(table)
    return f"^{text}" if tag == "sup" else text
