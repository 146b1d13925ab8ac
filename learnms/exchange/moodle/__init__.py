"""Moodle XML, in and out."""
