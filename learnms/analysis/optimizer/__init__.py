"""Fit FSRS parameters to a review history, and say what would change."""
