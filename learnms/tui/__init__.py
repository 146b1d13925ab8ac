"""The screens: one page a task, updated in place, by keyboard and mouse. The only importer of
Textual.

`app` starts and routes; `*_screen` modules are pages that take keys and hand them to the engine;
modules without that ending draw: values in, lines out. `keys` is the one table of keys, `content`
the one door for deck text.
"""
