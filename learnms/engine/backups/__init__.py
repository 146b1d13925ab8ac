"""Backups: made daily and before risky changes, listed, and restored."""
