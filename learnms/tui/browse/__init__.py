"""Browse, the card page and leeches."""
