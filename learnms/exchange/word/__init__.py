"""Word documents with questions, in."""
