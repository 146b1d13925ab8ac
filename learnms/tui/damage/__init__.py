"""The page that opens where the data is damaged: what is wrong, and the way back."""
