"""Custom study and the backlog question."""
