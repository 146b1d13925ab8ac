"""The screens, for keyboard and mouse; the only package that imports Textual.

`app` starts and routes. Each feature has a folder: its `screen` takes keys and hands them to the
engine, its `view` turns values into lines. `kit` is what all screens share: `kit.keys` is the one
table of keys, and deck text reaches a page through `kit.content` alone.
"""

import os

for _name in ("TEXTUAL", "TEXTUAL_LOG"):
    # Textual would write every key that is pressed to a log, or send it to its developer's console.
    os.environ.pop(_name, None)
