"""The exam plan screen."""
