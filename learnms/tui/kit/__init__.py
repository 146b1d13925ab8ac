"""What all screens share: page, layout, keys, themes, charts."""
