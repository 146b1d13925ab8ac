"""The kinds of question: their fields, the findings about them, and how they compile into four ways
to respond.

`response` has the four ways, `present` draws one attempt from a seed, `score` scores it; `registry`
lists the kinds, and each kind has its own file. A new kind is one new file and one row in the
registry.
"""
