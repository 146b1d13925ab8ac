"""What a deck file is made of, before it means anything: bytes, YAML nodes with their places,
findings, conversions.
"""
