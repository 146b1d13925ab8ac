"""A place per test, as in the stories of the terminal."""

from tests.end_to_end.conftest import place

__all__ = ["place"]
