"""One card: its page, notes, actions, confusions."""
