"""The preview of a deck file while somebody writes it."""
