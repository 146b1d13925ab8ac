"""The two voices of the program: figures and terms for nurses, plain words for patients.

Each field is a text that differs between the two; sentences with figures are templates that the
wording modules fill in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from learnms.study.event import Rating

if TYPE_CHECKING:
    from collections.abc import Mapping

    from learnms.settings import Settings
    from learnms.study.stage import Stage


class Voice(NamedTuple):
    """How the program speaks to the learner. Without `has_figures`, no scores, percentages or error
    counts are shown. `pages` are the names of pages where they differ.
    """

    has_figures: bool

    pages: Mapping[str, str]
    grades: Mapping[int, str]
    stages: Mapping[Stage, str]
    statuses: Mapping[str, str]

    # a picked or missed option, a row of a matrix, a whole answer
    picked_right: str
    picked_wrong: str
    missed: str
    only_right: str
    unsafe: str
    right: str
    partly_right: str
    wrong: str
    none_picked: str
    answer_right: str
    answer_partly: str
    answer_wrong: str
    answer_empty: str
    answer_untyped: str
    your_answer: str
    failed_once: str
    buried: str
    suspended: str

    # when a card comes, beside its answer and on home
    is_due: str
    practice: str
    due: str
    to_repeat: str
    missed_sign: str

    # an option on the page of a card
    option_right: str
    option_wrong: str

    # the exam plan
    exam_recall: str
    exam_expected: str
    exam_wanted: str
    exam_unlearned: str
    exam_topic: str
    exam_topic_recall: str
    exam_forgets: str
    exam_doubt: str

    # a card's page
    leech: str
    leech_advice: str
    slipping: str

    # custom study: the cards that are not due, what practice and a quiz leave as it is
    not_due: str
    none_due: str
    none_to_postpone: str
    dates_stay: str
    cram: str
    cram_cards: str
    review_cards: str
    postpone_cards: str
    search_cards: str

    # postponing, progress, fitting
    postpone_cost: str
    sure: str
    sure_none: str
    fit_usable: str


NURSE = Voice(
    has_figures=True,
    pages={},
    grades={Rating.AGAIN: "Again", Rating.HARD: "Hard", Rating.GOOD: "Good", Rating.EASY: "Easy"},
    stages={"new": "new", "learning": "learning", "young": "young", "mature": "mature"},
    statuses={"buried": "buried", "suspended": "suspended", "flagged": "flagged"},
    picked_right="Correct",
    picked_wrong="Incorrect",
    missed="Missed",
    only_right="Correct answer",
    unsafe="Incorrect, unsafe",
    right="Correct",
    partly_right="Partly correct",
    wrong="Incorrect",
    none_picked="Not answered",
    answer_right="Correct.",
    answer_partly="Partly correct.",
    answer_wrong="Incorrect.",
    answer_empty="No answer.",
    answer_untyped="No answer.",
    your_answer="✗ you:  ",
    failed_once="Needed another try:",
    buried="Buried until tomorrow.",
    suspended="Suspended until you unsuspend it.",
    is_due="due",
    practice="practice",
    due="due",
    to_repeat="to repeat",
    missed_sign="!",
    option_right="correct",
    option_wrong="incorrect",
    exam_recall="{plan}, expected recall {range}",
    exam_expected="Expected recall on exam morning: {mean} of {cards} ({range}).",
    exam_wanted="target {target}, ",
    exam_unlearned="{cards} will not be learned: {why}.",
    exam_topic="{number} in “{title}”",
    exam_topic_recall="{mean:>5}  {range:>9}",
    exam_forgets="Target {target}, expected {mean}.",
    exam_doubt=(
        "Predictions have been off ({predicted} predicted, {actual} actual), so your recall may be"
        " {higher_or_lower}. The range allows for that."
    ),
    leech="Forgotten {lapses} times. {advice}",
    leech_advice="Read the explanation, add a note in your own words, or suspend the card.",
    slipping="That card is a leech: forgotten {lapses} times.",
    not_due="not due yet",
    none_due="nothing is due",
    none_to_postpone="No due cards to postpone.",
    dates_stay="Due dates stay the same.",
    cram="Cram",
    cram_cards="All learned cards, weakest first.",
    review_cards="Due cards, then new ones within the daily limit.",
    postpone_cards="Postpones the due cards you are least likely to forget.",
    search_cards="Review, cram or quiz the cards that a search finds.",
    postpone_cost="You would recall about {after} of them then, {before} {otherwise}.",
    sure="Confident errors",
    sure_none="No confident errors.",
    fit_usable="{usable}: each at least a day after the previous answer to its card.",
)
PATIENT = Voice(
    has_figures=False,
    pages={"Browse": "All cards", "Deck page": "About a topic", "Custom study": "Other ways"},
    grades={
        Rating.AGAIN: "look again",
        Rating.HARD: "I knew it",
        Rating.GOOD: "I knew it",
        Rating.EASY: "I knew it",
    },
    stages={"new": "new", "learning": "still learning", "young": "learned", "mature": "known well"},
    statuses={"buried": "hidden", "suspended": "hidden", "flagged": "marked"},
    picked_right="your choice, right",
    picked_wrong="your choice, look again",
    missed="also right",
    only_right="the right one",
    unsafe="your choice, unsafe",
    right="yes",
    partly_right="look again",
    wrong="look again",
    none_picked="look again",
    answer_right="Yes, that's right.",
    answer_partly="Partly right. Worth another look.",
    answer_wrong="Worth another look.",
    answer_empty="You did not pick an answer.",
    answer_untyped="You did not type an answer.",
    your_answer="you: ",
    failed_once="You looked at these again, and knew them in the end:",
    buried="Hidden until tomorrow.",
    suspended="Hidden until you show it again.",
    is_due="comes again",
    practice="",
    due="to see again",
    to_repeat="to look at again",
    missed_sign="✓",
    option_right="right",
    option_wrong="not right",
    exam_recall="{plan}; you will know {known}",
    exam_expected="On that morning you will probably know {known}.",
    exam_wanted="",
    exam_unlearned="Not all cards will be learned: {why}.",
    exam_topic="“{title}”",
    exam_topic_recall="{known}",
    exam_forgets="You may forget some of it by then.",
    exam_doubt=(
        "So far you have remembered {more_or_less} than expected, so it may be {more_or_less} that"
        " morning too."
    ),
    leech="This card keeps slipping away. {advice}",
    leech_advice=(
        "Read the explanation, add a note in your own words, or hide the card for a while."
    ),
    slipping="That card keeps slipping away.",
    not_due="planned for later days",
    none_due="nothing to see again",
    none_to_postpone="No cards to leave for later.",
    dates_stay="Every card still comes on its day.",
    cram="See all again",
    cram_cards="All cards you have learned, the ones you know least first.",
    review_cards="Cards to see again, then new ones within the daily limit.",
    postpone_cards="Moves the cards you know best to later days.",
    search_cards="Study the cards that a search finds.",
    postpone_cost=(
        "You may remember a little less. That is all right: you will see these cards again."
    ),
    sure="Look again",
    sure_none="Nothing needs another look.",
    fit_usable="{usable}.",
)
_TWO = {Rating.AGAIN: "forgot", Rating.GOOD: "remembered"}


def voice_of(settings: Settings) -> Voice:
    """The voice for a learner's role."""
    return PATIENT if settings.is_patient else NURSE


def grades_of(settings: Settings) -> dict[Rating, str]:
    """The grades that a learner gives, in the order of their keys, with their names."""
    if not settings.two_buttons:
        return {rating: NURSE.grades[rating] for rating in Rating}
    names = PATIENT.grades if settings.is_patient else _TWO
    return {rating: names[rating] for rating in (Rating.AGAIN, Rating.GOOD)}
