"""What `learnms doctor` does: examines the data of a home, and repairs it."""
