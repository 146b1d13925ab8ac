"""`check --against`: changes since an earlier release that learners who have studied it would
notice.

Similar texts only cause a warning: two dose cards may differ in one digit, so no history moves
unless the author says so.
"""

from __future__ import annotations

import re
import subprocess
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from learnms.decks.fix import STOP_WORDS
from learnms.decks.read_card import another_id
from learnms.decks.read_deck import read_deck
from learnms.errors import UsageError
from learnms.kinds.fields import Report, finding_at
from learnms.kinds.response import Pick, SelfGrade, TypeIn
from learnms.paths import SOURCES_FILE, SUFFIXES, deck_files
from learnms.syntax.compose import compose
from learnms.syntax.node import Mark, Node, Scalar, Sequence
from learnms.syntax.rules import finding
from learnms.syntax.source import read_source, source_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.decks.check import Checked
    from learnms.decks.entry import Entry, ReadDeck
    from learnms.decks.model import Card
    from learnms.kinds.response import Ask, Response
    from learnms.paths import DeckFile
    from learnms.syntax.finding import Finding
    from learnms.syntax.source import Source

_WORD = re.compile(r"\w+(?:[.,]\d+)*")
# Share of all words of two cards that both have; from here on one may replace the other.
_LIKE = 0.6
# Share of the shorter text's words that both have; below, the texts are unrelated.
_UNLIKE = 0.2
_MOST_CARDS_A_WORD = 200  # a word of more cards than this tells none of them apart
_KEY_FIELDS = (
    *("revision", "answer", "type", "right", "true-false", "calc", "cloze"),
    *("order", "match", "rows", "groups", "choices", "highlight", "bowtie", "teach-back"),
)


class OldFile(NamedTuple):
    """A deck file of the earlier release: the name shown for it, and its text."""

    shown: str
    text: str


@dataclass(frozen=True, slots=True)
class _Known:
    """A card, its place, and the words of its questions and answers."""

    read: ReadDeck
    entry: Entry
    card: Card
    asked: frozenset[str]
    right: frozenset[str]

    def at(self, code: str, place: Node | Mark, message: str, fix: str | None = None) -> Finding:
        """A finding about the card."""
        return finding_at(code, self.read.path, place, message, fix, self.entry.id)


def against(old: list[ReadDeck], new: list[ReadDeck]) -> list[Finding]:
    """Compare decks with an earlier release of them."""
    before, after = _known_cards(old), _known_cards(new)
    present = {entry.id for read in new for entry in read.entries}
    claimed = {
        text for read in new for entry in read.entries for text in _texts(entry.node.get("was"))
    }
    findings = [
        change
        for ident, known in before.items()
        if ident in after
        for change in _changes(known, after[ident], claimed)
    ]
    handed_over = {text.partition("#")[0] for text in claimed}
    gone = [
        known
        for ident, known in before.items()
        if ident not in present and ident not in handed_over
    ]
    fresh = [known for ident, known in after.items() if ident not in before]
    return findings + _gone(gone, fresh, new)


def _known_cards(decks: list[ReadDeck]) -> dict[str, _Known]:
    """The cards that can be studied, by id; if two have the same id, the first."""
    cards: dict[str, _Known] = {}
    for read in decks:
        for entry in read.entries:
            if entry.id is not None and entry.card is not None and entry.id not in cards:
                asks = [ask for form in entry.card.forms for _, ask in form.compiled.asks]
                asked, right = (
                    _words(_asked(ask) for ask in asks),
                    _words(_right_answer(ask.response) for ask in asks),
                )
                cards[entry.id] = _Known(read, entry, entry.card, asked, right)
    return cards


def _texts(node: Node | None) -> list[str]:
    items = node.items if isinstance(node, Sequence) else [node]
    return [item.value.strip() for item in items if isinstance(item, Scalar)]


def _asked(ask: Ask) -> str:
    """The question with its sentence, rows and headings, because "Complete the sentence" alone does
    not distinguish cards.
    """
    if not isinstance(ask.response, Pick):
        return ask.prompt
    return " ".join(
        [ask.prompt, ask.response.text or "", *(group.label for group in ask.response.groups)]
    )


def _right_answer(response: Response) -> str:
    match response:
        case SelfGrade(answer):
            return answer
        case TypeIn(accepted, number):
            return (
                " ".join(accepted)
                if number is None
                else " ".join([number.expression, *number.units])
            )
        case Pick(groups):
            return " ".join(
                option.text for group in groups for option in group.options if option.right
            )
        case _:
            return " ".join(response.steps)


def _words(texts: Iterable[str]) -> frozenset[str]:
    """The words that distinguish a text."""
    words = frozenset(_WORD.findall(" ".join(texts).casefold()))
    return words - STOP_WORDS or words


def _shared(words: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter text's words that the other text has too."""
    return len(words & other) / min(len(words), len(other)) if words and other else 0.0


def _likeness(card: _Known, other: _Known) -> float:
    """The share of all words of two cards that both have."""
    first, second = card.asked | card.right, other.asked | other.right
    return len(first & second) / max(1, len(first | second))


def _changes(was: _Known, now: _Known, claimed: set[str]) -> list[Finding]:
    """Differences between two versions of a card that kept its id."""
    ident = now.entry.id
    assert ident is not None  # it was kept
    if _shared(was.asked, now.asked) < _UNLIKE and _shared(was.right, now.right) < _UNLIKE:
        message = (
            f"the id `{ident}` belonged to another card, “{_line(was.card)}”: its memory would"
            " count for this one"
        )
        return [now.at("LM814", now.entry.place("id"), message, another_id(ident, {ident}))]
    place = next(
        (node for name in _KEY_FIELDS if (node := now.entry.node.get(name)) is not None),
        now.entry.node.start,
    )
    findings = _gone_parts(was, now, claimed)
    changed = [
        part
        for part in now.card.parts
        if part in was.card.parts and now.card.key_hash(part) != was.card.key_hash(part)
    ]
    if changed:
        which = (
            f" ({', '.join(part or 'the whole card' for part in changed)})"
            if len(now.card.parts) > 1
            else ""
        )
        findings.append(
            now.at(
                "LM813",
                place,
                f"the answer to `{ident}`{which} changed: learners will see this again",
            )
        )
    return findings


def _gone_parts(was: _Known, now: _Known, claimed: set[str]) -> list[Finding]:
    old_keys, new_keys = (dict(known.card.forms[0].compiled.keys) for known in (was, now))
    findings = []
    for part in was.card.parts:
        if part in now.card.parts or f"{now.entry.id}#{part}" in claimed:
            continue
        name = f"the part `{part}`" if part else "the whole card, as one part,"
        twin = next(
            (
                new
                for new in now.card.parts
                if new not in was.card.parts and new_keys[new] == old_keys[part]
            ),
            None,
        )
        place = now.entry.node.get("cloze") or now.entry.node.start
        if twin is not None:
            message = (
                f"{name} of `{now.entry.id}` is gone, and `{twin}` hides the same text: learners"
                " would start over"
            )
            fix = (
                f"name it `{part}` again"
                if part
                else "keep the original form, and put this one under `also:`"
            )
            findings.append(now.at("LM816", place, message, fix))
        else:
            findings.append(
                now.at(
                    "LM812",
                    place,
                    f"{name} of `{now.entry.id}` is gone: learners keep its history but are no"
                    " longer asked about it",
                )
            )
    return findings


def _gone(gone: list[_Known], fresh: list[_Known], new: list[ReadDeck]) -> list[Finding]:
    """Cards that were removed, each with the new card that may replace it."""
    by_word: defaultdict[str, list[int]] = defaultdict(list)
    for number, known in enumerate(fresh):
        for word in known.asked | known.right:
            by_word[word].append(number)
    findings = []
    for known in gone:
        heir = _heir(known, fresh, by_word)
        if heir is not None:
            message = (
                f"`{known.entry.id}` is gone, and `{heir.entry.id}` says almost the same: if it"
                " was renamed, learners would start over"
            )
            findings.append(
                heir.at("LM810", heir.entry.place("id"), message, f"add `was: {known.entry.id}`")
            )
        else:
            findings.append(_gone_for_good(known, new))
    return findings


def _heir(known: _Known, fresh: list[_Known], by_word: dict[str, list[int]]) -> _Known | None:
    """The new card most like a removed one, among those that share one of its rarer words."""
    votes: Counter[int] = Counter()
    for word in sorted(
        (known.asked | known.right) & by_word.keys(), key=lambda word: (len(by_word[word]), word)
    ):
        if votes and len(by_word[word]) > _MOST_CARDS_A_WORD:
            break
        votes.update(by_word[word][:_MOST_CARDS_A_WORD])
    likely = [fresh[number] for number, _ in votes.most_common(20)]
    best = max(likely, key=lambda other: _likeness(known, other), default=None)
    return best if best is not None and _likeness(known, best) >= _LIKE else None


def _gone_for_good(known: _Known, new: list[ReadDeck]) -> Finding:
    same = next((read for read in new if read.deck.id == known.read.deck.id), None)
    path, place = (same.path, same.id_place) if same else (known.read.path, Mark(1, 1, 0))
    mark = place if isinstance(place, Mark) else place.start
    message = (
        f"the card `{known.entry.id}` is gone (“{_line(known.card)}”): learners keep its history"
        " but are no longer asked about it"
    )
    return finding("LM811", path, mark, message, card=known.entry.id)


def _line(card: Card) -> str:
    line = " ".join(card.forms[0].compiled.asks[0][1].prompt.split())
    return line if len(line) <= 60 else line[:59] + "…"


def findings_against(
    ref_or_file: str, files: Iterable[DeckFile], checked: Checked
) -> list[Finding]:
    """Compare checked files with an earlier release of them.

    A file found in a folder represents its folder, so that a removed file next to it is noticed. A
    deck that was elsewhere at a git ref is found there by its id.

    Raises:
        UsageError: see `old_files`.
    """
    paths = dict.fromkeys(
        file.path if file.named else str(Path(file.path).parent) for file in files
    )
    new = {
        deck_file.path: deck_file.read for deck_file in checked.loaded if deck_file.read is not None
    }
    old = old_decks(ref_or_file, paths)
    if not Path(ref_or_file).exists():
        known = {read.deck.id for read in old}
        old += _moved(
            ref_or_file,
            {path: read.deck.id for path, read in new.items() if read.deck.id not in known},
        )
    return against(old, list(new.values())) + _not_compared(ref_or_file, old, list(new.values()))


def _moved(ref: str, decks: dict[Path, str]) -> list[ReadDeck]:
    """The decks with these ids, wherever they were at the ref; paths are the present ones."""
    wanted: defaultdict[Path, set[str]] = defaultdict(set)
    for path, ident in decks.items():
        wanted[_top(ref, path.expanduser().resolve().parent)].add(ident)
    matches = (
        (idents, read)
        for top, idents in wanted.items()
        for read in _readable(_mentioning(ref, top, idents))
    )
    return [read for idents, read in matches if read.deck.id in idents]


def _not_compared(ref_or_file: str, old: list[ReadDeck], new: list[ReadDeck]) -> list[Finding]:
    """Decks without their id or any of their cards in the earlier release: silence would read as
    "nothing changed".
    """
    known = {read.deck.id for read in old} | {entry.id for read in old for entry in read.entries}
    strange = [
        read
        for read in new
        if known.isdisjoint(
            {read.deck.id, *(entry.id for entry in read.entries if entry.id is not None)}
        )
    ]
    fix = (
        "if the deck had a different `id` then, save that release as a file and compare with it:"
        " `--against FILE`"
    )
    return [
        finding_at(
            "LM815",
            read.path,
            read.id_place,
            f"`{ref_or_file}` has no deck `{read.deck.id}` that can be read, so there is nothing to"
            " compare with",
            fix,
        )
        for read in strange
    ]


def old_decks(ref_or_file: str, paths: Iterable[str]) -> list[ReadDeck]:
    """The decks of an earlier release, as far as they can be read.

    Raises:
        UsageError: see `old_files`.
    """
    return _readable(old_files(ref_or_file, paths))


def _readable(files: Iterable[OldFile]) -> list[ReadDeck]:
    sources = [source_of(text, shown)[0] for shown, text in files]
    read = [_read(source) for source in sources if source is not None]
    return [deck for deck in read if deck is not None]


def _read(source: Source) -> ReadDeck | None:
    return read_deck(source, compose(source)[0], {}, Report(source.path, source))


def old_files(ref_or_file: str, paths: Iterable[str]) -> list[OldFile]:
    """The files of an earlier release: a file or folder, or what git holds at a ref for the paths
    that are checked.

    Raises:
        UsageError: there is no such file, and git, a repository or the ref is missing.
    """
    if Path(ref_or_file).exists():
        read = [
            (file.shown, read_source(Path(file.path), file.shown)[0])
            for file in deck_files([ref_or_file])
        ]
        return [OldFile(shown, source.text) for shown, source in read if source is not None]
    if ref_or_file.startswith("-") or not ref_or_file.strip():
        message = f"`{ref_or_file}` is not a file or a git revision."
        raise UsageError(message, "Name a file, a folder, or a tag or branch such as v1.0.")
    return list(
        dict.fromkeys(
            old
            for path in paths
            for old in _from_git(ref_or_file, Path(path).expanduser().resolve())
        )
    )


def _from_git(ref: str, path: Path) -> list[OldFile]:
    top = _top(ref, path if path.is_dir() else path.parent)
    inside = path.relative_to(top.resolve()).as_posix()
    commit = _commit(ref, top)
    listed = _git(
        top, f"git cannot list `{ref}`", "ls-tree", "-r", "-z", "--name-only", commit, "--", inside
    )
    return _files(ref, top, commit, listed.split("\0"))


def _mentioning(ref: str, top: Path, texts: Iterable[str]) -> list[OldFile]:
    """The deck files at a ref that contain any of the texts."""
    commit = _commit(ref, top)
    patterns = [word for text in sorted(texts) for word in ("-e", text)]
    words = (
        "grep",
        "--no-color",
        "-l",
        "-z",
        "-F",
        *patterns,
        commit,
        "--",
        *(f"*{suffix}" for suffix in SUFFIXES),
    )
    listed = _git(top, f"git cannot search `{ref}`", *words, nothing_found=1)
    return _files(
        ref, top, commit, [name.removeprefix(f"{commit}:") for name in listed.split("\0")]
    )


def _top(ref: str, folder: Path) -> Path:
    return Path(
        _git(
            folder,
            f"`{ref}` is not a file, and {folder} is not in a git repository",
            "rev-parse",
            "--show-toplevel",
        ).rstrip("\n")
    )


def _commit(ref: str, top: Path) -> str:
    return _git(
        top,
        f"There is no file or git revision `{ref}`",
        "rev-parse",
        "--verify",
        "--quiet",
        f"{ref}^{{commit}}",
    ).strip()


def _files(ref: str, top: Path, commit: str, names: Iterable[str]) -> list[OldFile]:
    decks = [name for name in names if name.endswith(SUFFIXES) and not name.endswith(SOURCES_FILE)]
    return [
        OldFile(
            f"{ref}:{name}",
            _git(top, f"git cannot show `{ref}:{name}`", "show", f"{commit}:{name}"),
        )
        for name in decks
    ]


def _git(folder: Path, failure: str, *words: str, nothing_found: int = 0) -> str:
    """The output of a git command, run without a shell; '' where it exits with `nothing_found`."""
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, check=False)
    except FileNotFoundError as error:
        message = "git is not installed, so the earlier release cannot be read."
        raise UsageError(message, "Name a file or folder that contains it.") from error
    if done.returncode not in (0, nothing_found):
        raise UsageError(
            f"{failure}.", "Name a file, a folder, or a tag or branch of the deck's repository."
        )
    return done.stdout.decode("utf-8", "replace")
