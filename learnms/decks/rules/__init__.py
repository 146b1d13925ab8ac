"""The rules of good decks: item writing (LM3), display (LM6), the deck as a whole (LM7) and plain
language (LM9). They give advice: none of them keeps a card from study.
"""
