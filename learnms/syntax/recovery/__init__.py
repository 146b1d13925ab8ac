"""Recovery of broken YAML: what can still be read, and the remedy."""
