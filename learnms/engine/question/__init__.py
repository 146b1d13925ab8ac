"""A question as shown: options drawn, answer keys, wording."""
