"""The bytes of a deck file: what is refused, where, and in which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from learnms.syntax.finding import Finding
from learnms.syntax.source import Source, read_source
from tests.syntax.reading import read


def source_from(path: Path, data: bytes, **limit: int) -> tuple[Source | None, list[Finding]]:
    path.write_bytes(data)
    return read_source(path, "deck.yaml", **limit)


def test_a_clean_file_is_read_as_it_is(tmp_path: Path) -> None:
    source, findings = source_from(tmp_path / "a.yaml", "deck: Größe µg\r\nid: x\n".encode())

    assert not findings
    assert source is not None
    assert (source.path, source.text, source.lines) == (
        "deck.yaml",
        "deck: Größe µg\r\nid: x\n",
        ("deck: Größe µg", "id: x", ""),
    )
    assert source.sound


def test_a_byte_order_mark_is_skipped_and_moves_no_column(tmp_path: Path) -> None:
    source, findings = source_from(tmp_path / "a.yaml", b"\xef\xbb\xbfdeck: x\n")

    assert not findings
    assert source is not None
    assert source.text == "deck: x\n"
    assert source.byte_order_mark


def test_the_first_byte_that_is_not_utf8_is_named_with_its_place(tmp_path: Path) -> None:
    source, [found] = source_from(
        tmp_path / "a.yaml", b"\xef\xbb\xbfdeck: \xc2\xb5\r\nask: caf\xe9 and \xb5g\n"
    )

    assert (found.code, found.line, found.column) == ("LM001", 2, 9)
    assert (
        found.message
        == "the file is not UTF-8: it contains the byte E9, which is `é` in the usual Windows"
        " encoding"
    )
    assert found.fix is not None
    assert "set Encoding to UTF-8" in found.fix
    assert source is not None
    assert not source.sound, "the rest is looked at, but the file does not count as read"


def test_utf16_has_a_sentence_of_its_own(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-16-le", "utf-16-be"):
        mark = b"" if encoding == "utf-16" else "\ufeff".encode(encoding)
        source, [found] = source_from(tmp_path / "a.yaml", mark + "deck: x\n".encode(encoding))

        assert source is None
        assert found.code == "LM001"
        assert "UTF-16" in found.message


def test_a_picture_is_one_finding(tmp_path: Path) -> None:
    source, [found] = source_from(tmp_path / "a.yaml", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")

    assert source is None
    assert found.code == "LM001"


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    source, [found] = source_from(tmp_path / "a.yaml", b"a: b\n" * 10, limit=49)

    assert source is None
    assert (found.code, found.message) == ("LM002", "the file is larger than 49 bytes")
    assert source_from(tmp_path / "a.yaml", b"a: b\n" * 10, limit=50)[1] == []


def test_what_is_no_ordinary_file_is_refused_without_opening_it(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)

    for path, words in [
        (pipe, "a pipe or a device"),
        (tmp_path, "a folder"),
        (Path("/dev/zero"), "a pipe or a device"),
        (tmp_path / "gone", "No such file"),
    ]:
        source, [found] = read_source(path, "deck.yaml")

        assert source is None
        assert found.code == "LM003"
        assert words in found.message


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n\n",
        "# only\n  # comments\n",
        "---\n",
        "---\n# x\n...\n",
        "\ufeff",
        " \t \n",
        "#" * 90 + "\n",
    ],
)
def test_a_file_with_nothing_in_it_is_empty(text: str, tmp_path: Path) -> None:
    source, [found] = source_from(tmp_path / "a.yaml", text.encode())

    assert source is None
    assert (found.code, found.line, found.column) == ("LM005", 1, 1)


def test_each_kind_of_raw_control_character_is_named_once_with_its_first_place() -> None:
    reading = read("deck: a\x00b\nabout: c\x00\x1b[31m\nid: x\x85y\u2028z\n")

    assert reading.places == ["LM004 1:8", "LM004 2:10", "LM004 3:6", "LM004 3:8"]
    assert reading.findings[0].message == "invisible character: NUL, U+0000, and 1 more below"
    assert reading.findings[1].message == "invisible character: escape, U+001B"
    assert not reading.parsed
    assert reading.value == {"deck": "a\ufffdb", "about": "c\ufffd\ufffd[31m", "id": "x y z"}


@pytest.mark.parametrize(
    "sign",
    [
        "\x00",
        "\x08",
        "\x0b",
        "\x0c",
        "\x1f",
        "\x7f",
        "\x80",
        "\x85",
        "\x9f",
        "\u2028",
        "\u2029",
        "\ufeff",
        "\uffff",
        "\ud800",
    ],
)
def test_no_raw_control_character_passes(sign: str) -> None:
    found = read(f"deck: a{sign}b\n").only()

    assert (found.code, found.line, found.column) == ("LM004", 1, 8)


def test_tabs_and_windows_line_ends_between_texts_are_fine() -> None:
    reading = read("deck:\tA title\r\nabout: \tx\t# note\r\n")

    assert not reading.findings
    assert reading.value == {"deck": "A title", "about": "x"}
