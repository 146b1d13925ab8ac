"""Item analysis: how hard each question of a class was, and whether its key is in doubt."""
