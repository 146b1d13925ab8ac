"""Anki packages in: what Anki itself wrote, old and new, and what an attacker wrote."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from anki.collection import Collection

from learnms.errors import LearnmsError
from learnms.exchange import hostile
from learnms.exchange.anki import collection as anki_collection
from learnms.exchange.anki.read import history, read
from learnms.exchange.bank import ImportedBank
from learnms.exchange.reviews import import_reviews
from learnms.store.read.events import EventQueries
from tests.factories.anki_packages import NOTES, collection_with_notes, database, export, package
from tests.factories.store import open_store

UTC = ZoneInfo("UTC")
FORMATS = (("a.apkg", False), ("a.apkg", True), ("a.colpkg", False), ("a.colpkg", True))


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collection]:
    """A collection whose first three cards were answered, with rows of every kind in its log."""
    path = tmp_path_factory.mktemp("anki") / "c.anki2"
    collection = collection_with_notes(path)
    cards = list(collection.find_cards("", order="c.id"))
    rows = [
        (1_700_000_000_001, cards[0], 3, 1, 2500, 4000),
        (1_700_000_100_002, cards[0], 1, 2, 2300, 61_000),
        (1_700_000_200_003, cards[2], 4, 0, 2500, 900),
        (1_700_000_300_004, cards[0], 0, 5, 2500, 0),  # rescheduled
        (1_700_000_400_005, cards[0], 3, 3, 0, 800),  # crammed
        (1_700_000_500_006, cards[0], 2, 3, 2300, 700),  # filtered, but it moved the schedule
        (1_700_000_000_007, cards[1], 3, 1, 2500, 500),  # before a reset
        (1_700_000_600_008, cards[1], 0, 4, 0, 0),  # the reset
        (1_700_000_700_009, cards[1], 3, 0, 2500, 600),
        (1_700_000_800_010, 12345, 3, 1, 2500, 600),  # a card that was deleted
    ]
    for at, card, ease, kind, factor, took in rows:
        assert collection.db is not None
        collection.db.execute(
            "INSERT INTO revlog VALUES (?, ?, 0, ?, 0, 0, ?, ?, ?)",
            at,
            card,
            ease,
            factor,
            took,
            kind,
        )
    yield collection
    collection.close()


@pytest.fixture(scope="module", params=FORMATS, ids=lambda row: f"{row[0][2:]}-legacy-{row[1]}")
def written(
    request: pytest.FixtureRequest, answered: Collection, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    name, legacy = request.param
    path = export(answered, tmp_path_factory.mktemp("packages") / name, legacy=legacy)
    if answered.db is None:  # Anki closes a collection to export it whole
        answered.reopen()
    return path


def cards_of(bank: ImportedBank) -> list[dict[str, object]]:
    return [
        {name: value for name, value in card.items() if name not in ("id", "tags", "topic")}
        for card in bank.cards
    ]


def test_notes_become_cards(written: Path) -> None:
    bank = read(written)
    assert cards_of(bank) == [
        {"ask": "What does **ocrelizumab** bind?", "answer": "CD20 & no other"},
        {"ask": "HBcAb", "answer": "Hepatitis B core antibody", "reverse": "yes"},
        {"ask": "Front only", "answer": "One way"},
        {"ask": "Both ways", "answer": "And back", "reverse": "yes"},
        {"ask": "Type the target.", "type": "CD20"},
        {
            "cloze": "Give {{c1::600 mg::dose}} every {{c3::6 *months*}}.",
            "explain": "Twice a year.",
        },
        {"cloze": "{{c1::The}} {{c2::core}} {{c1::antibody}} shows infection."},
        {"ask": "[image: a.png]Look", "answer": "Here"},
        {"ask": "Rate is \\(\\frac{a}{b}\\)", "answer": "{{Front}} is not a field here"},
    ]
    assert bank.title == "Pharm: MS"
    assert bank.topics == {"dosing": "Dosing"}
    assert [card.get("topic") for card in bank.cards] == [None] * 4 + ["dosing"] * 5
    assert all(card["tags"] == ["exam::final", "ms"] for card in bank.cards)
    assert len({card["id"] for card in bank.cards}) == len(NOTES)


def test_what_is_lost_is_said(written: Path) -> None:
    losses = read(written).losses
    assert losses[0] == ("the package", "Media are left out: 1 picture, 1 sound.")
    texts = [f"{item} {text}" for item, text in losses[1:]]
    for part in ("c2 lies within c1", "`x.mp3`", "A script", "`a.png`", "LaTeX"):
        assert sum(part in text for text in texts) == 1, part
    assert len(texts) == 5


def test_the_review_log_is_read_exactly(written: Path) -> None:
    ids = [card["id"] for card in read(written).cards]
    found = history(written)
    rows = [line.split(",") for line in found.text.splitlines()[1:]]
    assert [(row[0], int(row[1]), int(row[2]), int(row[4])) for row in rows] == [
        (ids[0], 1_700_000_000_001, 3, 4000),
        (ids[0], 1_700_000_100_002, 1, 61_000),
        (f"{ids[1]}#rev", 1_700_000_200_003, 4, 900),
        (ids[0], 1_700_000_500_006, 2, 700),
        (ids[1], 1_700_000_700_009, 3, 600),
    ]
    assert {"1 entry from before a card was reset."} <= {loss.text for loss in found.losses}
    is_whole = written.suffix == ".colpkg"
    assert any("no longer exist" in loss.text for loss in found.losses) == is_whole


def test_importing_the_history_twice_adds_nothing(written: Path, tmp_path: Path) -> None:
    store = open_store(tmp_path / "home")
    text = history(written).text
    assert import_reviews(store, written, UTC, text=text).added == 5
    again = import_reviews(store, written, UTC, text=text)
    assert (again.added, again.known) == (0, 5)
    parts = {str(event.owner) for event in EventQueries(store.session).all()}
    assert parts == {line.split(",")[0] for line in text.splitlines()[1:]}
    store.close()


@pytest.mark.parametrize(("scheduler", "ease"), [('{"schedVer": 2}', "2"), ("{}", "3")])
def test_learning_had_three_buttons_once(scheduler: str, ease: str, tmp_path: Path) -> None:
    script = (
        f"UPDATE col SET conf = '{scheduler}';"
        "INSERT INTO revlog VALUES (1500000000000, 1, 2, 0, 2500, 900);"
        "INSERT INTO revlog VALUES (1500000000001, 1, 2, 1, 2500, 900);"
    )
    found = history(package(tmp_path / "a.apkg", {"collection.anki2": database(script)}))
    assert [row.split(",")[2] for row in found.text.splitlines()[1:]] == [ease, "2"]


def test_ids_are_made_of_the_guid_alone(tmp_path: Path) -> None:
    first = read(package(tmp_path / "a.apkg", {"collection.anki2": database()})).cards
    changed = database("UPDATE notes SET flds = 'Other' || char(31) || 'words', id = 9;")
    second = read(package(tmp_path / "b.apkg", {"collection.anki2": changed})).cards
    assert second[0]["ask"] == "Other"
    assert first[0]["id"] == second[0]["id"]


@pytest.mark.parametrize(
    ("html", "cloze", "lost"),
    [
        ("{{c1::a}} and {{c1::b}}", "{{c1::a}} and {{c1::b}}", ""),
        ("{{c1,2::both}}", "{{c1::both}}", "only c1"),
        ("{{c1::{{c2::all of it}}}}", "{{c2::all of it}}", "c1 is left out"),
        ("{{c1::x&#58;&#58;y}} {{c2::z}}", "x::y {{c2::z}}", "`::` in it"),
        ("a &#123;&#123;b}} {{c1::c}}", "a \\{{b\\}} {{c1::c}}", ""),
        ("{{c1::open", "{{c1::open}}", ""),
        ("{{c1::a {{c1::b}}}}", "{{c1::a}} {{c1::b}}", ""),
        ("{{c1::<b>600</b> mg<br>IV}}", "{{c1::**600** mg\nIV}}", ""),
    ],
)
def test_blanks(html: str, cloze: str, lost: str, tmp_path: Path) -> None:
    script = (
        "UPDATE col SET models = replace(models, '\"type\": 0', '\"type\": 1');"
        f"UPDATE notes SET flds = '{html}' || char(31) || '';"
    )
    bank = read(package(tmp_path / "a.apkg", {"collection.anki2": database(script)}))
    assert bank.cards[0]["cloze"] == cloze
    assert [loss.text for loss in bank.losses if lost and lost in loss.text] == [
        loss.text for loss in bank.losses
    ]
    assert bool(bank.losses) == bool(lost)


def test_fields_around_question_and_answer(tmp_path: Path) -> None:
    names = ("Term", "Hint", "Meaning", "Notes", "Source", "Audio")
    fields = ", ".join(f'{{"name": "{name}"}}' for name in names)
    script = (
        f'UPDATE col SET models = \'{{"1": {{"name": "Mine", "flds": [{fields}],'
        ' "tmpls": [{"qfmt": "{{Term}}", "afmt": ""}]}}\';'
        "UPDATE notes SET flds = replace('PPMS|P|Primary progressive MS|Rare|"
        "Source: uspi §1 (Label)|x', '|', char(31));"
        "INSERT INTO notes VALUES (2, 'h', 1, '', replace('A||B|||', '|', char(31)));"
        "UPDATE notes SET flds = replace('A||B||A book|', '|', char(31)) WHERE id = 2;"
    )
    bank = read(package(tmp_path / "a.apkg", {"collection.anki2": database(script)}))
    assert cards_of(bank) == [
        {
            "ask": "PPMS",
            "answer": "Primary progressive MS",
            "hint": "P",
            "source": "uspi §1",
            "explain": "Rare",
        },
        {"ask": "A", "answer": "B", "explain": "Source: A book"},
    ]
    assert bank.sources == {"uspi": {"title": "Label"}}
    assert [loss.text for loss in bank.losses] == ["The field `Audio` was left out."]


@pytest.mark.parametrize(
    ("members", "part"),
    [
        ({"readme": b""}, "has no collection"),
        ({"meta": b"\x08\x09", "media": b""}, "newer Anki"),
        ({"collection.anki2": b"garbage" * 200}, "not an SQLite database"),
        ({"collection.anki2": database()[:5000]}, "damaged"),
        ({"collection.anki21b": b"garbage"}, "cannot be decompressed"),
        ({"collection.anki2": database("CREATE VIEW v AS SELECT 1;")}, "the view `v`"),
        (
            {
                "collection.anki2": database(
                    "CREATE TRIGGER t AFTER INSERT ON notes BEGIN SELECT 1; END;"
                )
            },
            "the trigger `t`",
        ),
        (
            {"collection.anki2": database("CREATE VIRTUAL TABLE x USING fts5(a);")},
            "the virtual table `x`",
        ),
        ({"collection.anki2": database("DROP TABLE notes;")}, "no notes and cards"),
        ({"collection.anki2": database("UPDATE col SET models = '[';")}, "damaged"),
        ({"collection.anki2": database(f"UPDATE col SET decks = '{'[' * 100_000}';")}, "damaged"),
        ({"collection.anki2": database("UPDATE cards SET nid = NULL;")}, "damaged"),
        ({"../collection.anki2": database()}, "has no collection"),
    ],
)
def test_damaged_and_hostile_packages_are_refused(
    members: dict[str, bytes], part: str, tmp_path: Path
) -> None:
    with pytest.raises(LearnmsError) as caught:
        read(package(tmp_path / "a.apkg", members))
    assert part in str(caught.value)
    assert caught.value.remedy


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    zstd = anki_collection._zstd()
    monkeypatch.setattr(hostile, "MOST_BYTES", 1 << 20)
    monkeypatch.setattr(anki_collection, "MOST_BYTES", 1 << 20)
    zeros = bytes(3 << 20)
    for name, data in (("collection.anki21b", zstd.compress(zeros)), ("collection.anki2", zeros)):
        with pytest.raises(LearnmsError, match="imported: it unpacks to more than 1 MiB"):
            read(package(tmp_path / f"{name}.apkg", {name: data}))


def test_large_media_do_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hostile, "MOST_BYTES", 1 << 20)
    members = {"collection.anki2": database(), "0": bytes(3 << 20)}
    assert len(read(package(tmp_path / "a.apkg", members)).cards) == 1


@pytest.mark.parametrize("text", ["\\(", "[sound:", "{{c1::", "<h4", "[anki:tts", "}}", "::"])
def test_long_fields_take_no_long_time(text: str, tmp_path: Path) -> None:
    script = (
        "UPDATE col SET models = replace(models, '\"type\": 0', '\"type\": 1');"
        f"UPDATE notes SET flds = '{{{{c1::a}}}}{text * 20_000}' || char(31) || '{text * 20_000}';"
    )
    path = package(tmp_path / "a.apkg", {"collection.anki2": database(script)})
    begin = time.process_time()
    read(path)
    assert time.process_time() - begin < 3


def test_a_damaged_page_is_found(tmp_path: Path) -> None:
    data = bytearray(database())
    page = int.from_bytes(data[16:18], "big")
    data[page : page + 8] = b"\x05\xff\xff\xff\xff\xff\xff\xff"
    with pytest.raises(LearnmsError, match="damaged"):
        read(package(tmp_path / "a.apkg", {"collection.anki2": bytes(data)}))
