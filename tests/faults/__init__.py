"""What goes wrong in the world, and what learnms promises then."""
