"""The syntax of deck files: bytes, YAML nodes with positions, findings, conversions."""
