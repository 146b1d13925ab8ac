"""Mutations of the code, each with the tests that must catch it: `python -m tests.mutations`."""
