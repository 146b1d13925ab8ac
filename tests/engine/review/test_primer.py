"""What a deck has to be read first is shown once, before its first new card."""

from __future__ import annotations

from pathlib import Path

from learnms.engine.decks.deck import deck_page
from learnms.engine.decks.page import document
from learnms.engine.document import Prose
from learnms.engine.review.start import start_review
from learnms.engine.workspace import Workspace
from learnms.study.event import Rating
from tests.factories.exam import deck, opened


def with_primer(ident: str) -> str:
    return f"primer: Of {ident}.\n" + deck(2, ident)


def primers(workspace: Workspace, most: int = 9) -> list[tuple[str, str]]:
    """The cards of a review, with what is read before each."""
    review, shown = start_review(workspace), list[tuple[str, str]]()
    while review.item is not None and len(shown) < most:
        shown.append((review.item.part.card, review.item.primer if review.item.opens_deck else ""))
        review.reveal()
        review.grade(Rating.GOOD, None)
        review.advance()
    return shown


def test_it_comes_before_the_first_new_card_of_each_deck(tmp_path: Path) -> None:
    with opened(
        tmp_path, with_primer("first"), deck(1, "plain"), with_primer("other")
    ) as workspace:
        shown = primers(workspace)

    assert shown == [
        ("first-000", "Of first."),
        ("first-001", ""),
        ("plain-000", ""),
        ("other-000", "Of other."),
        ("other-001", ""),
    ]


def test_it_does_not_come_again_once_a_card_of_the_deck_is_learned(tmp_path: Path) -> None:
    with opened(tmp_path, with_primer("first")) as workspace:
        primers(workspace, most=1)
        again = primers(workspace)

    assert again == [("first-001", "")]


def test_it_does_not_come_twice_in_a_review_where_the_first_card_is_put_off(tmp_path: Path) -> None:
    with opened(tmp_path, with_primer("first")) as workspace:
        review = start_review(workspace)
        assert review.item is not None
        assert review.item.opens_deck
        review.bury()

        assert review.item is not None
        assert not review.item.opens_deck


def test_it_stays_on_the_page_of_the_deck(tmp_path: Path) -> None:
    with opened(tmp_path, with_primer("first")) as workspace:
        primers(workspace)
        page = deck_page(workspace.queries, "first")
        blocks = document(page, workspace.settings)

    assert page.primer == "Of first."
    assert Prose("Of first.") in blocks
