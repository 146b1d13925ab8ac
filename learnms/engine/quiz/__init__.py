"""A quiz: build, run, end, result."""
