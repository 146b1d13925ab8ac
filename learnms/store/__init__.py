"""The learner's data: the log, the memory derived from it, and the decks as last parsed.

`tables` is the schema. The first page is read from an existing file through the standard library's
sqlite3: `sqlite`, `read`, and `deck_cache` if no file changed. The writing side (`log`,
`deck_cache.write`, a new file) uses SQLModel, whose import takes longer than everything before it.
This package imports nothing, so that neither side pays for the other's imports.
"""
