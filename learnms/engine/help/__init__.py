"""Help: pages to read, and a search over them, the keys and the commands."""
