"""Optimize: fit FSRS to the learner, in a process of its own."""
