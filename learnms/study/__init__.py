"""The rules of learning. Pure functions: time, seed and state are arguments; no clock, file,
database or screen.
"""
