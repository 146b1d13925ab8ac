"""Mutations of deck reading: identity, sources, drafts, regions, signatures, dangerous notation."""

from __future__ import annotations

from tests.mutations.record import Edit, Mutation

IDENTITY, MODEL = "learnms/decks/identity.py", "learnms/decks/model.py"
STALE, PROVENANCE = "learnms/decks/stale.py", "learnms/decks/provenance.py"
CONTENT, NOTATION = "learnms/decks/content_hash.py", "learnms/decks/dose_notation.py"

MUTATIONS = (
    Mutation(
        "id-twice-in-two-files-unnoticed",
        Edit(IDENTITY, "            if known is not entry:\n", "            if known is not entry and other is read:\n"),
        ("tests/decks/test_identity.py",),
        "two cards share one memory, and one of them is never asked",
    ),
    Mutation(
        "was-takes-a-living-cards-history",
        Edit(IDENTITY, "elif old in cards and _holds(cards[old][1], scalar):", "elif old not in links and not old:"),
        ("tests/decks/test_identity.py",),
        "a card is said to be learned by the answers to another",
    ),
    Mutation(
        "checked-on-the-day-of-the-revision-is-stale",
        Edit(STALE, "s.revised_on > notes.checked]", "s.revised_on >= notes.checked]"),
        ("tests/decks/test_stale.py",),
        "a card that was just compared with the new label is listed for ever",
    ),
    Mutation(
        "a-check-never-grows-old",
        Edit(STALE, "timedelta(days=DAYS_UNTIL_STALE)", "timedelta(days=DAYS_UNTIL_STALE * 10)"),
        ("tests/decks/test_stale.py",),
        "facts of years ago are taught as today's",
    ),
    Mutation(
        "card-without-a-source-is-scheduled",
        Edit(MODEL, "            if self.awaits_source\n", "            if self.awaits_source and not self.forms\n"),
        ("tests/decks/test_drafts.py",),
        "an unchecked claim is drilled until it is never forgotten",
    ),
    Mutation(
        "revision-does-not-change-the-key",
        Edit(MODEL, 'fingerprint(f"{text}\\x1d{self.revision}")', 'fingerprint(f"{text}")'),
        ("tests/decks/test_fingerprints.py", "tests/decks/test_kind_fingerprints.py",),
        "an author cannot have a changed fact asked again",
    ),
    Mutation(
        "forms-of-other-regions-asked",
        Edit(MODEL, "not self.region or region in self.region", "bool(self.region) or not self.region"),
        ("tests/decks/test_region.py",),
        "a British nurse is asked for the American rate",
    ),
    Mutation(
        "signature-ignores-unsafe-and-why",
        Edit(CONTENT, "ask.full or \"\", key, *_reasons(ask.response))", "ask.full or \"\", key)"),
        ("tests/decks/test_signing.py",),
        "a rationale can change after a clinician has signed it",
    ),
    Mutation(
        "trailing-zero-unnoticed",
        Edit(NOTATION, r"\d+\.0+(?=\s?{_UNIT}))", r"\d+\.00+(?=\s?{_UNIT}))"),
        ("tests/decks/test_dose_notation.py",),
        "5.0 mg is read as 50 mg",
    ),
    Mutation(
        "card-with-an-error-is-asked",
        Edit("learnms/decks/read_card.py", "if own is None or revision is None or report.kept_out > before:",
             "if own is None or revision is None:"),
        ("tests/decks/test_check.py", "tests/decks/test_field_rules.py",),
        "a card is asked although check says that it is broken",
    ),
    Mutation(
        "fix-writes-what-it-did-not-prove",
        Edit(
            "learnms/decks/fix.py",
            "new_root is None or data_of(new_root) != data_of(root, plan):",
            "new_root is None:",
        ),
        ("tests/decks/test_fix.py",),
        "a deck is changed beyond the ids that were missing",
    ),
)
