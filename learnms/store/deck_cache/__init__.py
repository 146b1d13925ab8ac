"""Parsed decks in the database, refreshed when files change."""
