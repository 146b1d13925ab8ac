"""The event log and the memory derived from it: tables, writing, merging."""
