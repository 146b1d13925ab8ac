"""The preview of a deck file."""
