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
        "was-in-a-circle-unnoticed",
        Edit(IDENTITY, "        if ident == goal:\n            return True\n", "        if ident == goal:\n            return False\n"),
        ("tests/decks/test_identity.py",),
        "the author is not told why a history does not arrive",
    ),
    Mutation(
        "one-history-for-two-heirs",
        Edit(IDENTITY, "other_claim.parts & claim.parts", "other_claim.parts is claim.parts"),
        ("tests/decks/test_identity.py",),
        "which of two cards is known depends on the order of the files",
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
        "revised-source-unnoticed",
        Edit(PROVENANCE, "source.revised_on and source.revised_on > day", "source.revised_on and source.revised_on > date.max"),
        ("tests/decks/test_provenance.py",),
        "the label changed, and no card says that it was not compared",
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
        "signature-ignores-the-explanation",
        Edit(CONTENT, 'notes.explain or "", notes.hint', 'notes.hint'),
        ("tests/decks/test_signing.py",),
        "what is explained can change after a clinician has signed it",
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
        "notes-of-the-form-lost",
        Edit(MODEL, "    return replace(base, **own)\n", "    return base\n"),
        ("tests/decks/test_compiled.py", "tests/decks/test_examples.py", "tests/engine/test_form.py",),
        "another way to ask a card shows the explanation of the first",
    ),
    Mutation(
        "fix-writes-what-it-did-not-prove",
        Edit("learnms/decks/fix.py", "X", "Y"),
        ("tests/decks/test_fix.py",),
        "a deck is changed beyond the ids that were missing",
    ),
)
