"""Sync through a folder that another program moves between computers."""
