"""Home, welcome, help and the deck page."""
