"""What can still be read of broken YAML, and the fix for it."""
