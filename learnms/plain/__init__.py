"""The same session as lines: for screen readers, pipes and terminals that cannot draw. No
alternate screen, no colour.
"""
