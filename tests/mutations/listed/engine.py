"""Mutations of the engine: the day's queue, reviews, quizzes, exams, terms, voices."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

TODAY, REVIEW = "learnms/engine/queue/today.py", "learnms/engine/review/review.py"
QUIZ, ENDING = "learnms/engine/quiz/quiz.py", "learnms/engine/quiz/ending.py"
SCHEDULING, QUEUE = "learnms/engine/quiz/scheduling.py", "learnms/engine/quiz/queue.py"
SESSION = "learnms/engine/question/session.py"

MUTATIONS = (
    Mutation(
        "daily-limit-counts-from-each-start",
        Edit(
            TODAY,
            "max(0, settings.daily_new - done.introduced) if new",
            "settings.daily_new if new",
        ),
        (
            "tests/engine/queue/test_siblings.py::test_the_new_cards_of_a_day_are_counted_over_all_its_sittings",
        ),
        "each sitting brings the day's new cards again, and a backlog with them",
    ),
    Mutation(
        "siblings-of-today-come-too",
        Edit(TODAY, "    cards = set(seen)\n    chosen", "    cards: set[str] = set()\n    chosen"),
        (
            "tests/engine/queue/test_siblings.py::test_a_due_part_waits_for_tomorrow_once_its_sibling_was_asked_today",
        ),
        "the first blank of a sentence is answered by its second",
    ),
    Mutation(
        "failed-cards-dropped-on-leaving",
        Edit(
            TODAY,
            "parts = [*again, *fresh[:first], *due, *fresh[first:]][:limit]",
            "parts = [*fresh[:first], *due, *fresh[first:]][:limit]",
        ),
        (
            "tests/engine/queue/test_failed_today.py::test_it_is_asked_again_after_leaving_and_coming_back",
        ),
        "a card failed today is gone after a pause, although the screen promised it",
    ),
    Mutation(
        "exam-counts-by-default",
        Edit(
            QUIZ, "def end(self, *, counts: bool = False)", "def end(self, *, counts: bool = True)"
        ),
        ("tests/engine/quiz/test_ending.py::test_an_exam_counts_only_where_the_learner_said_so",),
        "a practice exam moves every card without being asked to",
    ),
    Mutation(
        "second-try-improves-the-score",
        Edit(QUIZ, "if self.is_exam or given.index not in self.given:", "if given.index >= 0:"),
        ("tests/engine/quiz/test_quiz_again.py::test_only_the_first_answer_is_the_result",),
        "a quiz reports what was known after its answers had been shown",
    ),
    Mutation(
        "confident-error-not-asked-once-more",
        Edit(QUEUE, " or (is_first and sure_wrong)", ""),
        (
            "tests/engine/quiz/test_quiz_again.py::test_sure_but_wrong_practice_comes_once_more_as_practice",
        ),
        "the most dangerous kind of error is passed over",
    ),
    Mutation(
        "case-speaks-for-one-of-several-parts",
        Edit(
            SCHEDULING,
            "return parts[0] if len(parts) == 1 else None",
            "return parts[0] if parts else None",
        ),
        (
            "tests/engine/quiz/test_ending.py::test_a_question_of_a_case_speaks_for_a_part_only_where_it_tests_that_one_alone",
        ),
        "an answer about one fact moves the day of another",
    ),
    Mutation(
        "unanswered-questions-left-out",
        Edit(ENDING, "return {**quiz.given, **empty}", "return quiz.given"),
        (
            "tests/engine/quiz/test_ending.py::test_a_submitted_exam_shows_the_score_that_its_end_will_keep",
        ),
        "an exam left after ten of seventy-five questions shows 100%",
    ),
    Mutation(
        "override-adds-an-answer",
        Edit(
            REVIEW,
            'self._append([Draft(kind="void", ref=last.id), again])',
            "self._append([again])",
        ),
        ("tests/engine/review/test_review.py::test_an_override_is_a_void_and_a_new_event",),
        "a corrected slip counts as two reviews, one of them wrong",
    ),
    Mutation(
        "quiz-asks-other-regions",
        Edit(
            "learnms/engine/quiz/build.py",
            "if ask is None or not form.is_for(settings.here):",
            "if ask is None:",
        ),
        (
            "tests/engine/queue/test_region.py::"
            "test_a_quiz_never_turns_to_the_form_of_another_region",
        ),
        "a quiz scores a British nurse by American rules",
    ),
    Mutation(
        "i-knew-it-is-easy",
        Edit(
            "learnms/engine/voice.py",
            "for rating in (Rating.AGAIN, Rating.GOOD)}",
            "for rating in (Rating.AGAIN, Rating.EASY)}",
        ),
        ("tests/engine/test_voice.py::test_the_grades_stand_in_the_order_of_their_keys",),
        "patients' cards go away for weeks after one yes",
    ),
    Mutation(
        "pause-does-not-stop-the-clock",
        Edit(
            "learnms/engine/quiz/timer.py",
            "return self._before if self.paused else self._before +",
            "return self._before +",
        ),
        ("tests/engine/quiz/test_timer.py::test_a_pause_takes_nothing_of_the_time",),
        "a learner with fatigue who rests loses the time of the exam",
    ),
    Mutation(
        "retention-of-a-deck-ignored",
        Edit(
            "learnms/engine/queue/scheduling_terms.py",
            "self.target(deck, topic),",
            "self.settings.target,",
        ),
        (
            "tests/engine/queue/test_scheduling_terms.py::test_the_retention_of_a_topic_is_that_of_the_button_and_of_the_answer",
        ),
        "the button names a day that the answer does not get",
    ),
)
