"""Optimize: fit FSRS to the learner, in its own process."""
