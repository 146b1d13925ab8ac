"""Moodle GIFT, in and out."""
