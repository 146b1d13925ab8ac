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
        Edit(TODAY, "max(0, settings.daily_new - done.introduced) if new", "settings.daily_new if new"),
        ("tests/engine/review/test_review.py", "tests/engine/queue/test_priority.py",),
        "each sitting brings the day's new cards again, and a backlog with them",
    ),
    Mutation(
        "siblings-of-today-come-too",
        Edit(TODAY, "    cards = set(seen)\n    chosen", "    cards: set[str] = set()\n    chosen"),
        ("tests/engine/queue/test_siblings.py", "tests/engine/review/test_review.py",),
        "the first blank of a sentence is answered by its second",
    ),
    Mutation(
        "failed-cards-dropped-on-leaving",
        Edit(TODAY, "parts = [*again, *due, *fresh][:limit]", "parts = [*due, *fresh][:limit]"),
        ("tests/engine/queue/test_failed_today.py",),
        "a card failed today is gone after a pause, although the screen promised it",
    ),
    Mutation(
        "exam-counts-by-default",
        Edit(QUIZ, "def end(self, *, counts: bool = False)", "def end(self, *, counts: bool = True)"),
        ("tests/engine/quiz/test_ending.py", "tests/engine/quiz/test_quiz.py",),
        "a practice exam moves every card without being asked to",
    ),
    Mutation(
        "second-try-improves-the-score",
        Edit(QUIZ, "if self.is_exam or given.index not in self.given:", "if given.index >= 0:"),
        ("tests/engine/quiz/test_quiz_again.py",),
        "a quiz reports what was known after its answers had been shown",
    ),
    Mutation(
        "confident-error-not-asked-once-more",
        Edit(QUEUE, " or (is_first and sure_wrong)", ""),
        ("tests/engine/quiz/test_quiz_again.py",),
        "the most dangerous kind of error is passed over",
    ),
    Mutation(
        "case-speaks-for-one-of-several-parts",
        Edit(SCHEDULING, "return parts[0] if len(parts) == 1 else None", "return parts[0] if parts else None"),
        ("tests/engine/quiz/test_quiz.py", "tests/engine/quiz/test_ending.py",),
        "an answer about one fact moves the day of another",
    ),
    Mutation(
        "one-part-reviewed-twice-in-an-exam",
        Edit(ENDING, "            if part not in done and quiz", "            if quiz"),
        ("tests/engine/quiz/test_ending.py", "tests/engine/quiz/test_quiz.py",),
        "two questions about one fact make it look better known than it is",
    ),
    Mutation(
        "unanswered-questions-left-out",
        Edit(ENDING, "return {**quiz.given, **empty}", "return quiz.given"),
        ("tests/engine/quiz/test_ending.py", "tests/engine/quiz/test_results.py",),
        "an exam left after ten of seventy-five questions shows 100%",
    ),
    Mutation(
        "override-adds-an-answer",
        Edit(REVIEW, "self._append([Draft(kind=\"void\", ref=last.id), again])", "self._append([again])"),
        ("tests/engine/review/test_review.py",),
        "a corrected slip counts as two reviews, one of them wrong",
    ),
    Mutation(
        "hint-is-free",
        Edit(SESSION, "hinted=self.hinted,", "hinted=False,"),
        ("tests/engine/review/test_review.py",),
        "a card that needs its hint is spaced as if it were known",
    ),
    Mutation(
        "i-knew-it-is-easy",
        Edit("learnms/engine/voice.py", "for rating in (Rating.AGAIN, Rating.GOOD)}", "for rating in (Rating.AGAIN, Rating.EASY)}"),
        ("tests/engine/test_voice.py", "tests/engine/review/test_review.py",),
        "patients' cards go away for weeks after one yes",
    ),
    Mutation(
        "pause-does-not-stop-the-clock",
        Edit("learnms/engine/quiz/timer.py", "return self._before if self.paused else self._before +", "return self._before +"),
        ("tests/engine/quiz/test_quiz.py",),
        "a learner with fatigue who rests loses the time of the exam",
    ),
    Mutation(
        "case-questions-reopened-in-an-exam",
        Edit(QUIZ, "return self.is_exam and self.questions[index].case is None\n\n    def _is_open", "return self.is_exam\n\n    def _is_open"),
        ("tests/engine/quiz/test_quiz.py",),
        "an unfolding case is answered with the knowledge of its end",
    ),
    Mutation(
        "retention-of-a-deck-ignored",
        Edit("learnms/engine/queue/scheduling_terms.py", "target = self.settings.target_of(deck, topic)", "target = self.settings.target"),
        ("tests/engine/queue/test_scheduling_terms.py",),
        "the button names a day that the answer does not get",
    ),
)
