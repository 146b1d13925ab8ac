"""Fitting FSRS parameters to a review history, and previewing what would change."""
