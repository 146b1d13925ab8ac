"""What tests are made of: decks, logs, learners with a history."""
