"""Statistics from answers and memories: recall, predictions, forecasts, plans. Pure functions: no
clock, database or screen.
"""
