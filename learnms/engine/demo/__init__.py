"""The demonstration: a learner with three months of history, made up from a seed."""
