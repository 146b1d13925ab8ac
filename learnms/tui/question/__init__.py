"""A question on screen: prompt, options, grids, feedback."""
