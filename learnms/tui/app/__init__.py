"""The application: start, routes, background tasks, signals."""
