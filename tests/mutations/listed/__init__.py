"""The mutations, by the part of the program that they change."""

from __future__ import annotations

from tests.mutations.listed import decks, engine, kinds, shared, store, study

MUTATIONS = (
    *study.MUTATIONS,
    *store.MUTATIONS,
    *kinds.MUTATIONS,
    *decks.MUTATIONS,
    *engine.MUTATIONS,
    *shared.MUTATIONS,
)
