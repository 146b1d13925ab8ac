"""QTI 1.2, 2.1, 2.2 and 3.0 in; 1.2 and 2.1 out."""
