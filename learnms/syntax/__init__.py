"""Deck files below their meaning: bytes, YAML nodes with their places, findings, conversions."""
