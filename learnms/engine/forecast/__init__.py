"""Forecast: how many cards come on which day."""
