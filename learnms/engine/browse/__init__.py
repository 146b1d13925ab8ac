"""Search cards and questions."""
