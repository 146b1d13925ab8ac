"""Other programs' formats, in and out. Each module imports what it needs; this package imports
nothing.
"""
