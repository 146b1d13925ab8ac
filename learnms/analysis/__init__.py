"""What can be said from answers and memories: recall, predictions, forecasts, plans. Pure
numbers: no clock, no database, no screen.
"""
