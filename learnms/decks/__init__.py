"""Decks: from YAML nodes to cards, their identity, and every finding about them. Reads only the
files it is given.
"""
