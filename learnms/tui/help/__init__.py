"""The help: keys and pages to read."""
