"""Progress: retention, predictions, cards."""
