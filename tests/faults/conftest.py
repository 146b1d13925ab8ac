"""A place per test, as in the tests of the whole program."""

from tests.end_to_end.conftest import place as place
