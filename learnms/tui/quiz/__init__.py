"""Quiz setup, run, end and result."""
