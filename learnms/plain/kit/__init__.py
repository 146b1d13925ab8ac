"""Prompts, feedback and printing for the line front."""
