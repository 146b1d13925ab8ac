"""One card of each kind that is made of groups, an order or points, as fields between braces."""

from __future__ import annotations

TRAYS = (
    "actions: {right: [Stop the infusion, Call for help], wrong: [Raise the rate, Send her home,"
    " Wait]}, condition: {right: Anaphylaxis, wrong: [Relapse, Fatigue, Infection]}, monitor:"
    " {right: [Airway, Blood pressure], wrong: [Weight, Gait, Vision]}"
)

EXAMPLES = {
    "order": "ask: x, order: [first, second, third]",
    "match": (
        "ask: x, match: {HBsAg positive: Do not give, Fever: Wait, No finding: Give}, extra: [Give"
        " half]"
    ),
    "matrix-one": "ask: x, columns: [Go, Stop], rows: {Fever: Stop, Headache last week: Go}",
    "matrix-any": (
        "ask: x, columns: [First dose, Later dose], rows: {Infection check: [First dose, Later"
        " dose], Screening: [First dose], Lumbar puncture: []}"
    ),
    "groups": (
        "ask: x, groups: {Before: {right: [Steroid, Antihistamine], wrong: [Antibiotic]}, After:"
        " {right: Watch for an hour, wrong: [Go home, Drive]}}"
    ),
    "dropdown": (
        "ask: x, blanks: 'Give {{1}} over {{2}}.', choices: {1: {right: 300 mg, wrong: [600 mg, 920"
        " mg]}, 2: {right: 2.5 hours, wrong: [1 hour]}}"
    ),
    "rationale": (
        "ask: x, score: rationale, blanks: 'The nurse first {{1}} because {{2}}.', choices: {1:"
        " {right: stops, wrong: [waits]}, 2: {right: it is a reaction, wrong: [it is late, it is"
        " cold]}}"
    ),
    "highlight": "ask: x, highlight: 'She has [[a fever]] and [a cat], [[a cough]], [no rash].'",
    "bowtie": f"ask: x, bowtie: {{{TRAYS}}}",
    "teach-back": "ask: x, teach-back: [It binds CD20, B cells go down]",
}


def example(kind: str, ident: str = "one-card") -> str:
    """The card in one line of YAML."""
    return f"- {{id: {ident}, {EXAMPLES[kind]}, source: book §1}}\n"
