"""Today's queue: due cards, new cards, backlog, exam days."""
