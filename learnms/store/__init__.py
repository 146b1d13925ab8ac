"""The learner's data: the log, the memory derived from it, and the decks as they were last parsed.

Two sides share one file. The quick side (`connection`, `catalogue`, `reader`, `history`, `library`)
is the standard library's sqlite3 and paints the first card; the writing side (`writer`) is SQLModel
and is imported after that. This package imports nothing, so that neither side pays for the other.
"""
