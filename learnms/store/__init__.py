"""The learner's data: the log, the memory derived from it, and the decks as they were last parsed.

Two sides share one file. `sqlite`, `read` and `deck_cache` use the standard library's sqlite3 and
show the first card; `log.writer` uses SQLModel and is imported after that. This package imports
nothing, so that neither side pays for the other.
"""
