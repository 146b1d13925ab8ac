"""Mutations of deck reading: identity, sources, drafts, regions, signatures, dangerous notation."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

IDENTITY, MODEL = "learnms/decks/identity.py", "learnms/decks/model.py"
STALE, PROVENANCE = "learnms/decks/stale.py", "learnms/decks/provenance.py"
CONTENT, NOTATION = "learnms/decks/content_hash.py", "learnms/decks/dose_notation.py"

MUTATIONS = (
    Mutation(
        "id-twice-in-two-files-unnoticed",
        Edit(
            IDENTITY,
            "            if known is not entry:\n",
            "            if known is not entry and other is read:\n",
        ),
        ("tests/decks/test_identity.py::test_lm803_an_id_in_two_files",),
        "two cards share one memory, and one of them is never asked",
    ),
    Mutation(
        "was-takes-a-living-cards-history",
        Edit(
            IDENTITY,
            "elif old in cards and _holds(cards[old][1], scalar):",
            "elif old not in links and not old:",
        ),
        ("tests/decks/test_identity.py::test_lm806_was_names_a_living_card",),
        "a card is said to be learned by the answers to another",
    ),
    Mutation(
        "a-check-never-grows-old",
        Edit(STALE, "timedelta(days=DAYS_UNTIL_STALE)", "timedelta(days=DAYS_UNTIL_STALE * 10)"),
        (
            "tests/decks/test_stale.py::test_cards_come_by_source_then_core_first_then_the_oldest_check",
        ),
        "facts of years ago are taught as today's",
    ),
    Mutation(
        "card-without-a-source-is-scheduled",
        Edit(
            MODEL,
            "            if self.awaits_source\n",
            "            if self.awaits_source and not self.forms\n",
        ),
        (
            "tests/decks/test_drafts.py::test_a_card_without_a_source_is_a_draft_where_the_deck_says_so",
        ),
        "an unchecked claim is drilled until it is never forgotten",
    ),
    Mutation(
        "revision-does-not-change-the-key",
        Edit(MODEL, 'fingerprint(f"{text}\\x1d{self.revision}")', 'fingerprint(f"{text}")'),
        ("tests/decks/test_fingerprints.py::test_the_key_changes_with_the_answer_or_the_revision",),
        "an author cannot have a changed fact asked again",
    ),
    Mutation(
        "forms-of-other-regions-asked",
        Edit(
            MODEL,
            "not self.region or region in self.region",
            "bool(self.region) or not self.region",
        ),
        ("tests/decks/test_region.py::test_a_form_says_where_it_holds",),
        "a British nurse is asked for the American rate",
    ),
    Mutation(
        "signature-ignores-unsafe-and-why",
        Edit(CONTENT, 'ask.full or "", key, *_reasons(ask.response))', 'ask.full or "", key)'),
        ("tests/decks/test_signing.py::test_a_changed_card_is_named",),
        "a rationale can change after a clinician has signed it",
    ),
    Mutation(
        "trailing-zero-unnoticed",
        Edit(NOTATION, r"\d+\.0+(?=\s?{_UNIT}))", r"\d+\.00+(?=\s?{_UNIT}))"),
        ("tests/decks/test_dose_notation.py::test_notation_that_is_misread",),
        "5.0 mg is read as 50 mg",
    ),
    Mutation(
        "card-with-an-error-is-asked",
        Edit(
            "learnms/decks/read_card.py",
            "if own is None or revision is None or report.kept_out > before:",
            "if own is None or revision is None:",
        ),
        ("tests/decks/test_field_rules.py::test_lm102_a_field_of_the_wrong_type",),
        "a card is asked although check says that it is broken",
    ),
    Mutation(
        "fix-writes-what-it-did-not-prove",
        Edit(
            "learnms/decks/fix.py",
            "new_root is None or data_of(new_root) != data_of(root, plan):",
            "new_root is None:",
        ),
        (
            "tests/decks/test_fix.py::test_an_insertion_that_would_change_the_data_leaves_the_file_alone",
        ),
        "a deck is changed beyond the ids that were missing",
    ),
)
