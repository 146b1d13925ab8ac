"""The review screen and its summary."""
