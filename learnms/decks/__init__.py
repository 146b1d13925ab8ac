"""Decks: from nodes to cards, what identifies them, and every finding about them. Pure but for
reading the files named.
"""
