"""Errors shown to people. Only the front ends (cli, plain, tui) turn them into text."""

from __future__ import annotations


class LearnmsError(Exception):
    """An error that a person can understand and fix.

    Args:
        message: one sentence that says what is wrong, and where.
        remedy: one sentence that says what to do about it.
    """

    exit_code = 1

    def __init__(self, message: str, remedy: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}" if self.remedy else self.message


class UsageError(LearnmsError):
    """Wrong use of a command: an option, a date, a path that does not exist."""

    exit_code = 2


class StoreError(LearnmsError):
    """The learner's data cannot be read or written."""


class DamagedError(StoreError):
    """The learner's data is not, or no longer, what learnms wrote; it stays untouched.

    Args:
        subject: what is damaged, such as the path of the database.
        why: a clause that says how it shows; '' where there is no more to say.
        remedy: one sentence that says what to do about it.
    """

    def __init__(self, subject: str, why: str, remedy: str | None = None) -> None:
        super().__init__(
            f"{subject} is damaged: {why}." if why else f"{subject} is damaged.", remedy
        )
        self.why = why


class StoreBusyError(StoreError):
    """Another learnms holds the writer's lock on this home."""


class NewerSchemaError(StoreError):
    """The data was written by a newer learnms; it stays untouched."""
