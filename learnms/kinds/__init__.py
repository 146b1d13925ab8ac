"""The kinds of question: what fields each has, what is wrong with them, and how they compile into
four ways to respond.

`response` has the four ways, `pose` draws one attempt from a seed, `score` scores it; `registry`
lists the kinds, and each kind's own file reads it. A new kind is one new file and one row in the
registry.
"""
