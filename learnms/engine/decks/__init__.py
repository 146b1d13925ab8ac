"""A deck's page: topics, sources, problems."""
