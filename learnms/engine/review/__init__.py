"""A review or a practice session."""
