"""The engine shared by keyboard, mouse and plain mode: what is asked, what an answer means, what is
stored.
"""
