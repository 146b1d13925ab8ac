"""Custom study: study ahead, cram, postpone, pause."""
