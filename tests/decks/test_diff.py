"""`check --against`: what learners of an earlier release would notice."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from learnms.decks.diff import against, findings_against, old_decks, old_files
from learnms.decks.entry import ReadDeck
from learnms.errors import UsageError
from learnms.paths import DeckFile
from learnms.syntax.finding import Finding
from tests.counting import calls_of
from tests.factories.deck_files import HEAD, Folder, said, underlined
from tests.factories.kind_examples import EXAMPLES, example


def card(ident: str, fields: str) -> str:
    return f"- {{id: {ident}, {fields}, source: book}}\n"


TARGET = "ask: Which B-cell surface protein does ocrelizumab bind?, answer: CD20"
INTERVAL = "cloze: 'Maintenance is {{c1::600 mg}} every {{c2::24 weeks}}.'"


def compared(folder: Folder, before: str, after: str) -> list[Finding]:
    old, new = folder.read(HEAD + before), folder.read(HEAD + after)
    return against([old], [new])


def one(folder: Folder, before: str, after: str) -> str:
    (finding,) = compared(folder, before, after)
    return said(finding, HEAD.count("\n"))


def test_a_deck_that_did_not_change(folder: Folder) -> None:
    assert (
        compared(
            folder,
            card("target-cd20", TARGET),
            card("target-cd20", TARGET) + card("new-card", INTERVAL),
        )
        == []
    )


def test_lm810_an_id_that_is_gone_and_a_card_that_says_almost_the_same(folder: Folder) -> None:
    message = (
        "`target-cd20` is gone, and `target-protein` says almost the same: if it was renamed,"
        " learners would start over"
    )

    said_of_it = one(
        folder, card("target-cd20", TARGET), card("target-protein", TARGET.replace("surface ", ""))
    )

    assert said_of_it == f"1:8 warning LM810 {message} (add `was: target-cd20`)"


def test_lm810_points_at_the_new_id(folder: Folder) -> None:
    after = HEAD + card("target-protein", TARGET)

    (finding,) = compared(folder, card("target-cd20", TARGET), card("target-protein", TARGET))

    assert underlined(finding, after) == "target-protein"


def test_the_most_alike_of_several_new_cards_is_named(folder: Folder) -> None:
    new = card(
        "other-one", "ask: Which protein does ocrelizumab not bind on a cell?, answer: CD19"
    ) + card("target-protein", TARGET)

    assert "`target-protein` says almost the same" in one(folder, card("target-cd20", TARGET), new)


def test_a_card_that_says_was_is_no_finding(folder: Folder) -> None:
    assert (
        compared(
            folder,
            card("target-cd20", TARGET),
            card("target-protein", TARGET + ", was: target-cd20"),
        )
        == []
    )


def test_lm811_a_card_that_is_gone_for_good(folder: Folder) -> None:
    message = (
        "the card `target-cd20` is gone (“Which B-cell surface protein does ocrelizumab bind?”):"
        " learners keep its history but are no longer asked about it"
    )

    assert (
        one(folder, card("target-cd20", TARGET), card("new-card", INTERVAL))
        == f"-4:5 info LM811 {message}"
    )


def test_lm811_a_whole_deck_that_is_gone(folder: Folder) -> None:
    (finding,) = against([folder.read(HEAD + card("target-cd20", TARGET))], [])

    assert (finding.code, finding.file, finding.line) == ("LM811", "deck.yaml", 1)


def test_lm812_a_part_that_is_gone(folder: Folder) -> None:
    after = "cloze: 'Maintenance is {{c1::600 mg}} every 24 weeks.'"

    message = (
        "the part `c2` of `interval-3m8d` is gone: learners keep its history but are no longer"
        " asked about it"
    )
    assert (
        one(folder, card("interval-3m8d", INTERVAL), card("interval-3m8d", after))
        == f"1:30 info LM812 {message}"
    )


def test_lm816_a_blank_that_got_another_name(folder: Folder) -> None:
    message = (
        "the part `c2` of `interval-3m8d` is gone, and `c3` hides the same text: learners would"
        " start over"
    )

    said_of_it = one(
        folder, card("interval-3m8d", INTERVAL), card("interval-3m8d", INTERVAL.replace("c2", "c3"))
    )

    assert said_of_it == f"1:30 warning LM816 {message} (name it `c2` again)"


def test_lm816_a_card_that_became_a_blank(folder: Folder) -> None:
    after = "cloze: 'Ocrelizumab binds the B-cell surface protein {{c1::CD20}}'"

    found = one(folder, card("target-cd20", TARGET), card("target-cd20", after))

    assert (
        "warning LM816 the whole card, as one part, of `target-cd20` is gone, and `c1` hides"
        " the same" in found
    )


def test_a_part_that_another_card_takes_over_is_no_finding(folder: Folder) -> None:
    left = card("interval-3m8d", "cloze: 'Maintenance is {{c1::600 mg}} every 24 weeks.'")
    right = card(
        "interval-only", "cloze: 'Maintenance is every {{c1::24 weeks}}.', was: interval-3m8d#c2"
    )

    assert compared(folder, card("interval-3m8d", INTERVAL), left + right) == []


def test_lm813_a_changed_answer(folder: Folder) -> None:
    found = one(
        folder, card("target-cd20", TARGET), card("target-cd20", TARGET.replace("CD20", "CD 19"))
    )

    assert (
        found == "1:87 info LM813 the answer to `target-cd20` changed: learners will see this again"
    )


def test_lm813_names_the_parts_that_changed(folder: Folder) -> None:
    found = one(
        folder,
        card("interval-3m8d", INTERVAL),
        card("interval-3m8d", INTERVAL.replace("24 weeks", "6 months")),
    )

    assert (
        found
        == "1:30 info LM813 the answer to `interval-3m8d` (c2) changed: learners will see this"
        " again"
    )


def test_lm813_a_raised_revision(folder: Folder) -> None:
    assert "LM813" in one(
        folder, card("target-cd20", TARGET), card("target-cd20", TARGET + ", revision: 2")
    )


def test_a_changed_wording_is_no_finding(folder: Folder) -> None:
    after = (
        "ask: What on B cells is bound by ocrelizumab?, right: {text: cd20, why: w}, wrong: [CD3]"
    )

    assert compared(folder, card("target-cd20", TARGET), card("target-cd20", after)) == []


def test_lm814_an_id_used_for_another_card(folder: Folder) -> None:
    found = one(
        folder,
        card("target-cd20", TARGET),
        card(
            "target-cd20",
            "ask: How long is a patient watched afterwards?, answer: At least an hour",
        ),
    )

    message = (
        "the id `target-cd20` belonged to another card, “Which B-cell surface protein does"
        " ocrelizumab bind?”: its memory would count for this one"
    )
    assert found == f"1:8 error LM814 {message} (give this one another id, such as `target-cd20-2`)"


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_card_of_any_kind_that_did_not_change(folder: Folder, kind: str) -> None:
    assert compared(folder, example(kind), example(kind)) == []


@pytest.mark.parametrize(
    ("kind", "before", "after", "field"),
    [
        ("order", "first, second", "second, first", "order"),
        ("match", "Fever: Wait", "Fever: Hurry", "match"),
        ("matrix-one", "Fever: Stop", "Fever: Go", "rows"),
        ("matrix-any", "Screening: [First dose]", "Screening: [Later dose]", "rows"),
        ("groups", "Steroid, Antihistamine", "Steroid", "groups"),
        (
            "dropdown",
            "right: 2.5 hours, wrong: [1 hour]",
            "right: 1 hour, wrong: [2.5 hours]",
            "choices",
        ),
        ("highlight", "[a cat]", "[[a cat]]", "highlight"),
        (
            "bowtie",
            "right: Anaphylaxis, wrong: [Relapse",
            "right: Relapse, wrong: [Anaphylaxis",
            "bowtie",
        ),
        ("teach-back", "B cells go down", "B cells go up", "teach-back"),
    ],
)
def test_lm813_points_at_the_field_that_holds_the_key(
    folder: Folder, kind: str, before: str, after: str, field: str
) -> None:
    now = HEAD + example(kind).replace(before, after)

    (finding,) = compared(folder, example(kind), example(kind).replace(before, after))

    written = now.split("\n")[finding.line - 1]
    assert (finding.code, finding.message) == (
        "LM813",
        "the answer to `one-card` changed: learners will see this again",
    )
    assert written[: finding.column - 1].endswith(f"{field}: ")


def test_sentences_and_rows_tell_apart_cards_that_ask_in_the_same_words(folder: Folder) -> None:
    ask = "ask: Complete the sentence., choices: {1: {right: yes, wrong: [no]}}, blanks:"
    rows = "ask: Does it fit?, columns: [Yes, No], rows:"

    sentences = one(
        folder,
        card("one-card", f"{ask} 'Hepatitis B screening is needed: {{{{1}}}}.'"),
        card("new-card", f"{ask} 'Vials are shaken: {{{{1}}}}.'"),
    )
    matrices = one(
        folder,
        card("one-card", f"{rows} {{Live vaccines now: No, Screening: Yes}}"),
        card("new-card", f"{rows} {{Shaking the vial: No, Filter: Yes}}"),
    )

    assert [found.split()[2] for found in (sentences, matrices)] == ["LM811", "LM811"]


def test_a_card_that_cannot_be_read_now_is_not_gone(folder: Folder) -> None:
    assert compared(folder, card("target-cd20", TARGET), card("target-cd20", "ask: x")) == []


def test_thousands_of_renamed_cards_are_compared_with_work_that_grows_as_they_do(
    folder: Folder,
) -> None:
    def renamed(count: int) -> tuple[ReadDeck, ReadDeck]:
        def cards(prefix: str) -> str:
            return "".join(
                card(
                    f"{prefix}-{n}",
                    f"ask: Which dose of the drug is given to patient number {n} on ward {n % 7}?,"
                    f" answer: {n * 3} mg",
                )
                for n in range(count)
            )

        return folder.read(HEAD + cards("old")), folder.read(HEAD + cards("new"))

    few, many = renamed(500), renamed(3_000)
    once = calls_of(lambda: against([few[0]], [few[1]]))
    findings: list[Finding] = []

    assert calls_of(lambda: findings.extend(against([many[0]], [many[1]]))) < 8 * once
    assert len(findings) == 3_000
    assert all(
        f"`old-{finding.card.removeprefix('new-')}` is gone" in finding.message
        for finding in findings
        if finding.card
    )


def test_an_earlier_release_may_be_a_file_or_a_folder(folder: Folder) -> None:
    folder.write("old/a.yaml", HEAD + card("target-cd20", TARGET))
    folder.write("old/broken.yaml", "cards: [\n")
    folder.write("old/empty.yaml", "")

    named = old_files(str(folder.root / "old" / "a.yaml"), [])
    found = old_decks(str(folder.root / "old"), [])

    assert [file.text for file in named] == [HEAD + card("target-cd20", TARGET)]
    assert [read.deck.id for read in found if read.deck.cards] == ["ward"]


@pytest.fixture
def repository(folder: Folder) -> Folder:
    """A repository with two decks, tagged v1, of which one is gone since and one has changed."""
    folder.write("decks/a.yaml", HEAD + card("target-cd20", TARGET))
    folder.write(
        "decks/b.yaml", HEAD.replace("id: ward", "id: other") + card("interval-3m8d", INTERVAL)
    )
    folder.write("decks/sources.yaml", "book: {title: B}\n")
    for words in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", "x"],
        ["tag", "v1"],
    ):
        subprocess.run(["git", "-C", str(folder.root), *words], check=True, capture_output=True)
    (folder.root / "decks" / "b.yaml").unlink()
    folder.write("decks/a.yaml", HEAD + card("target-cd20", TARGET.replace("CD20", "CD19")))
    return folder


def test_an_earlier_release_may_be_a_ref_of_git(repository: Folder) -> None:
    path = repository.root / "decks"

    assert [file.shown for file in old_files("v1", [str(path)])] == [
        "v1:decks/a.yaml",
        "v1:decks/b.yaml",
    ]
    assert [file.shown for file in old_files("HEAD", [str(path / "a.yaml")])] == [
        "HEAD:decks/a.yaml"
    ]
    assert old_files("v1", [str(path / "a.yaml")])[0].text == HEAD + card("target-cd20", TARGET)
    assert [file.shown for file in old_files("v1", [str(repository.root)])] == [
        "v1:decks/a.yaml",
        "v1:decks/b.yaml",
    ]


@pytest.mark.parametrize(("named", "codes"), [(True, ["LM813"]), (False, ["LM813", "LM811"])])
def test_a_file_found_in_a_folder_stands_for_its_folder(
    repository: Folder, named: bool, codes: list[str]
) -> None:
    path = repository.root / "decks" / "a.yaml"

    findings = findings_against(
        "v1", [DeckFile(str(path), "decks/a.yaml", named=named)], repository.check("decks/a.yaml")
    )

    assert [finding.code for finding in findings] == codes


def told(folder: Folder, *names: str, named: bool = True, ref: str = "v1") -> list[str]:
    """What a comparison of files of the folder says, in short."""
    files = [DeckFile(str(folder.root / name), name, named=named) for name in names]
    return [
        f"{found.code} {found.file}" for found in findings_against(ref, files, folder.check(*names))
    ]


def moved(repository: Folder, old: str, new: str, text: str | None = None) -> None:
    (repository.root / old).unlink(missing_ok=True)
    repository.write(
        new,
        text if text is not None else HEAD + card("target-cd20", TARGET.replace("CD20", "CD19")),
    )


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("place", ["decks/new-name.yaml", "elsewhere/a.yaml", "new-name.yml"])
def test_a_deck_that_got_another_place_is_found_by_its_id(
    repository: Folder, place: str, named: bool
) -> None:
    moved(repository, "decks/a.yaml", place)

    said_of_it = told(repository, place, named=named)

    assert said_of_it[0] == f"LM813 {place}"
    assert [one for one in said_of_it[1:] if "LM811" not in one] == []


def test_a_card_that_was_renamed_in_a_file_that_was_renamed_is_told(repository: Folder) -> None:
    moved(
        repository,
        "decks/a.yaml",
        "decks/z.yaml",
        HEAD + card("target-protein", TARGET) + card("interval-3m8d", INTERVAL),
    )

    assert told(repository, "decks/z.yaml") == ["LM810 decks/z.yaml"]


def test_an_id_that_only_stands_in_a_text_makes_no_deck(repository: Folder) -> None:
    moved(
        repository,
        "decks/a.yaml",
        "decks/z.yaml",
        HEAD.replace("id: ward", "id: book") + card("all-new", INTERVAL),
    )

    assert told(repository, "decks/z.yaml") == ["LM815 decks/z.yaml"]


def test_lm815_a_deck_that_the_earlier_release_does_not_have(repository: Folder) -> None:
    repository.write(
        "decks/c.yaml", HEAD.replace("id: ward", "id: brand-new") + card("all-new", INTERVAL)
    )
    (found,) = findings_against(
        "v1",
        [DeckFile(str(repository.root / "decks/c.yaml"), "decks/c.yaml", named=True)],
        repository.check("decks/c.yaml"),
    )

    message = "`v1` has no deck `brand-new` that can be read, so there is nothing to compare with"
    fix = (
        "if the deck had a different `id` then, save that release as a file and compare with it:"
        " `--against FILE`"
    )
    assert said(found) == f"2:5 info LM815 {message} ({fix})"


def test_lm815_an_earlier_file_that_has_nothing_to_do_with_the_deck(folder: Folder) -> None:
    folder.write("old.yaml", HEAD + card("target-cd20", TARGET))
    folder.write(
        "same-cards.yaml",
        HEAD.replace("id: ward", "id: renamed-deck") + card("target-cd20", TARGET),
    )
    folder.write(
        "stranger.yaml", HEAD.replace("id: ward", "id: stranger") + card("interval-3m8d", INTERVAL)
    )

    assert told(folder, "same-cards.yaml", ref=str(folder.root / "old.yaml")) == []
    assert (
        told(folder, "stranger.yaml", ref=str(folder.root / "old.yaml"))[-1]
        == "LM815 stranger.yaml"
    )


@pytest.mark.parametrize("ref", ["v2", "nowhere", "--output=x", "-h", "HEAD:decks", " "])
def test_a_ref_that_is_not_there_is_wrong_use(repository: Folder, ref: str) -> None:
    with pytest.raises(UsageError):
        old_files(ref, [str(repository.root / "decks")])

    assert not (repository.root / "x").exists()


def test_a_folder_without_a_repository_is_wrong_use(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(folder.root.parent))

    with pytest.raises(UsageError, match="is not in a git repository"):
        old_files("v1", [str(folder.root)])


def test_a_machine_without_git_is_told_so(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(folder.root))

    with pytest.raises(UsageError, match="git is not installed"):
        old_files("v1", [str(folder.root)])


def test_paths_are_looked_up_from_where_they_are(
    repository: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.root / "decks")

    assert [file.shown for file in old_files("v1", ["a.yaml"])] == ["v1:decks/a.yaml"]
    assert Path.cwd().name == "decks"
