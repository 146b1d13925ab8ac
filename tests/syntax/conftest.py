"""The parser knows the fields that are declared by importing them."""

import learnms.decks.deck_fields
import learnms.kinds.registry  # noqa: F401
