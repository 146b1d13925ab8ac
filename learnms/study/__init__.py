"""The rules of learning. Pure: time, seed and state are arguments; no clock, no file, no
database, no screen.
"""
