"""Decks of the tests: one card of every way to respond, in a known order."""

from __future__ import annotations

SOURCES = """
sources:
  uspi:
    title: OCREVUS prescribing information
    publisher: Genentech
    reviewed: 2026-11-22
"""

HEAD = """
deck: Dosing and schedule
id: dosing
audience: [{audience}]
language: en
version: 2026.11
glossary:
  relapse: New or returning MS symptoms that last at least a day.
  premedication: Medicines given shortly before a dose.
"""

SELF = """
  - id: first-dose-1a
    ask: How is the first 600 mg of Ocrevus given into a vein?
    answer: Two infusions of 300 mg, two weeks apart.
    hint: It is split.
    explain: The usual 600 mg in one infusion begins six months after the first.
    source: uspi §2.2
    checked: 2026-11-22
"""
CLOZE = """
  - id: upkeep-1b
    cloze: Maintenance is {{c1::600 mg::dose}} every six months.
    source: uspi §2.2
    checked: 2026-11-22
"""
TYPED = """
  - id: target-1c
    ask: Which protein on B cells does ocrelizumab bind?
    type: [CD20, CD20 antigen]
    hint: Two letters, two digits.
    explain: It is found on pre-B to memory B cells.
    source: uspi §12.1
    checked: 2026-11-22
"""
SINGLE = """
  - id: screen-1d
    ask: What must be known before the first dose?
    right: {text: Hepatitis B serology, why: \
"Reactivation can be fatal; active infection rules the drug out."}
    wrong:
      - {text: Serum amylase, why: The pancreas is no known target of the drug.}
      - {text: Start at once and test later, why: It may harm., unsafe: yes}
    explain: The label asks for the test in everybody.
    source: uspi §2.1
    checked: 2026-11-22
"""
SELECT_ALL = """
  - id: before-1e
    ask: What must be looked at before the first dose?
    select: all
    right:
      - {text: Hepatitis B serology, why: \
"Reactivation can be fatal; active infection rules the drug out."}
      - {text: Serum immunoglobulins, why: Low levels need an expert's advice first.}
      - {text: Vaccination history, why: Live vaccines need four weeks before the start.}
    wrong:
      - {text: Serum amylase, why: The pancreas is no known target of the drug.}
    source: uspi §2.1
    checked: 2026-11-22
"""
SELECT_N = """
  - id: premed-1f
    ask: Which two are given before each infusion?
    select: 2
    right: [Methylprednisolone, An antihistamine]
    wrong: [Insulin, Warfarin]
    source: uspi §2.3
    checked: 2026-11-22
"""
TRUE_FALSE = """
  - id: live-1g
    ask: Live vaccines are fine while B cells are low.
    true-false: false
    source: uspi §5.2
    checked: 2026-11-22
"""
CALCULATION = """
  - id: rate-1h
    ask: A bag holds {bag} mL and runs for {hours} hours. What is the rate?
    given:
      - {bag: 500, hours: 4}
    calc: bag / hours
    unit: mL/h
    round: 0
    source: uspi §2.3
    checked: 2026-11-22
"""
EXHIBIT = """
  - id: case-1i
    ask: Which finding explains most?
    answer: The cough with fever.
    exhibit:
      Story: |
        A 34-year-old with relapsing MS arrives for her first infusion.
      Vitals: |
        | Time | BP | Pulse |
        |---|---|---|
        | 09:00 | 118/74 | 76 |
    source: uspi §2.1
    checked: 2026-11-22
"""
LONG = """
  - id: long-1j
    ask: |
      {lines}
    answer: |
      {lines}
    source: uspi §2.1
    checked: 2026-11-22
""".replace(
    "{lines}", "\n      ".join(f"- Line {number} of a long card" for number in range(1, 31))
)
PATIENT = """
  - id: live-1k
    ask: Can you get a live vaccine while you are treated?
    answer: |
      No. Your body has fewer of the cells that keep live vaccines safe.

      Ask your MS team before any vaccine.
    source: uspi §5.2
    checked: 2026-11-22
"""
ALL_KINDS = (SELF, CLOZE, TYPED, SINGLE, SELECT_ALL, SELECT_N, TRUE_FALSE, CALCULATION, EXHIBIT)

BROKEN = """
deck: My ward
id: my-ward
cards:
  - id: fine-2a
    ask: Who signs?
    answer: The charge nurse.
    source: uspi
    checked: 2026-11-22
  - id: broken-2b
    ask: Who counts?
    anser: The charge nurse.
"""


def deck(
    *cards: str, audience: str = "nurse", title: str = "Dosing and schedule", ident: str = "dosing"
) -> str:
    """The text of a deck with these cards."""
    head = (
        HEAD.replace("{audience}", audience)
        .replace("Dosing and schedule", title)
        .replace("id: dosing", f"id: {ident}")
    )
    return head + SOURCES + "cards:\n" + "".join(cards)


def _kind(ident: str, ask: str, *lines: str) -> str:
    body = "".join(f"    {line}\n" for line in lines)
    return (
        f"  - id: {ident}\n    ask: {ask}\n{body}    source: uspi §2.1\n    checked: 2026-11-22\n"
    )


ORDER = _kind(
    "order-2a",
    "In which order is the first infusion begun?",
    "order: [Check the orders, Give the premedication, Wait thirty minutes, Start the pump]",
)
MATCH = _kind(
    "match-2b",
    "What kind of antibody is each?",
    "match: {Rituximab: chimeric, Ocrelizumab: humanised, Ofatumumab: fully human}",
    "extra: [murine]",
)
MATRIX_ONE = _kind(
    "matrix-2c",
    "For each finding, what does the nurse do before the infusion?",
    "columns: [Go on, Ask first, Do not start]",
    "rows: {Cough and 38.6 °C: Do not start, Relapse two years ago: Go on, Live vaccine eight days"
    " ago: Ask first, Mild headache: Go on}",
)
MATRIX_ANY = _kind(
    "matrix-2d",
    "Which apply to each?",
    "columns: [Infusion, Injection, Tablet]",
    "rows: {Ocrelizumab: [Infusion, Injection], Fingolimod: [Tablet]}",
)
GROUPS = _kind(
    "groups-2e",
    "What belongs where?",
    "groups:",
    "  Before: {right: [Hepatitis B serology, {text: Vaccination history, why: Live vaccines need"
    " four weeks.}], wrong: [Serum amylase]}",
    "  During: {right: [Blood pressure], wrong: [Bone density, {text: Give a live vaccine, why: It"
    " may harm., unsafe: yes}]}",
)
DROPDOWN = _kind(
    "blank-2f",
    "Complete the sentence.",
    'blanks: "The nurse gives {{1}} and then waits {{2}}."',
    "choices: {1: {right: methylprednisolone, wrong: [insulin]}, 2: {right: thirty minutes, wrong:"
    " [two days]}}",
)
RATIONALE = _kind(
    "dyad-2g",
    "Complete the sentence.",
    'blanks: "The nurse stops because of {{1}}, shown by {{2}}."',
    "score: rationale",
    "choices: {1: {right: a reaction, wrong: [hunger]}, 2: {right: wheezing, wrong: [a smile]}}",
)
HIGHLIGHT = _kind(
    "mark-2h",
    "Mark what must be told.",
    'highlight: "She reports [[fever since the morning]] and [a good appetite], no \\\\[new] pain,'
    ' and [[a wet cough]]."',
)
BOWTIE = _kind(
    "bow-2i",
    "Complete the diagram.",
    "bowtie:",
    "  actions: {right: [Stop the infusion, Call for help], wrong: [Go on slowly, Give food, Take"
    " blood]}",
    "  condition: {right: Anaphylaxis, wrong: [Relapse, Flu, Anxiety]}",
    "  monitor: {right: [Airway, Blood pressure], wrong: [Weight, Reflexes, Appetite]}",
)
TEACH = _kind(
    "teach-2j",
    "Explain why hepatitis B is tested first.",
    "teach-back: [The virus can come back, It can be fatal, Active infection rules it out]",
)
SHAPES = (
    ORDER,
    MATCH,
    MATRIX_ONE,
    MATRIX_ANY,
    GROUPS,
    DROPDOWN,
    RATIONALE,
    HIGHLIGHT,
    BOWTIE,
    TEACH,
)
CASE = """cases:
  - id: first-3a
    title: the first infusion
    story: |
      A 34-year-old with relapsing MS arrives for her first infusion.
    exhibit:
      Vitals: |
        | Time | BP | Pulse |
        |---|---|---|
        | 09:00 | 118/74 | 76 |
    source: uspi §2.1
    checked: 2026-11-22
    parts:
      - id: cues
        step: recognize-cues
        ask: Which finding matters most?
        right: Temperature 38.6 °C
        wrong: [A mild headache, A good appetite]
      - id: analysis
        step: analyze-cues
        story: |
          An hour later she coughs.
        exhibit:
          Notes: She coughs.
        ask: What does each finding mean?
        columns: [Infection, Reaction]
        rows: {Cough: Infection, Wheeze: Reaction}
"""
