"""The exam plan: readiness, and what follows the exam."""
