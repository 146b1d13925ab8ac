"""The shipped library as a text: what it covers and how well it is written."""
