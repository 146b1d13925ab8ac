"""The search language: parse a query, match rows against it."""
