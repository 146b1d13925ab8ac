"""The one engine behind keyboard, mouse and plain lines: what is asked, what an answer means,
what is written.
"""
