"""Erasing the learner's data."""
