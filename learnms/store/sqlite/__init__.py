"""Opening, locking, copying and upgrading the SQLite file."""
