"""The range and the default of the desired retention, FSRS's target."""

LOWEST_TARGET, HIGHEST_TARGET = 0.70, 0.97
DEFAULT_TARGET = 0.9
