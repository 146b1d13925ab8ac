"""The optimize screen."""
