"""CSV and TSV, in and out."""
