"""The command line: `parser.py` reads it, one module a group of commands lists their options."""
