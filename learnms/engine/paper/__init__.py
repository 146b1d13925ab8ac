"""Printed papers: which questions, what each page says, and how it becomes Word and HTML."""
