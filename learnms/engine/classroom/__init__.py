"""A class: the hand-in of a learner, and the item statistics of everybody's."""
