"""Read one card, or one part of a case: from fields to forms, with all findings."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import chain, count
from typing import TYPE_CHECKING

import learnms.kinds.codes  # noqa: F401  the rules of LM1 and LM2 are registered by importing them
from learnms.decks.deck_fields import ALSO_FIELDS, CARD_FIELDS, ID, IGNORABLE, PART_FIELDS, id_fix
from learnms.decks.model import (
    AUDIENCES,
    LEVEL_SPELLINGS,
    LEVELS,
    PRIORITIES,
    REGIONS,
    STANDARD,
    STEPS,
    Card,
    CasePart,
    Form,
    Notes,
    SourceRef,
    level_of_bloom,
)
from learnms.kinds.calculation import report_drawn_in_case, report_inherited
from learnms.kinds.fields import LONGEST_LIST, Fields
from learnms.kinds.registry import KIND_FIELDS, SPEC_OF_MARK, SPECS, either_of
from learnms.kinds.response import is_scored
from learnms.kinds.spec import FormInput, Spec
from learnms.syntax.node import Mapping, Scalar, Sequence
from learnms.syntax.pasted import as_value, in_flow, without_markers
from learnms.syntax.rules import RULES
from learnms.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from learnms.kinds.fields import Report
    from learnms.kinds.response import Compiled


_MOST_NAMES = 20
_OPTION_LISTS = frozenset(
    {"options", "choices", "answers", "answer options", "answer choices", "alternatives"}
)
"""What other tools call the list of all options."""
_ANSWERS = ("answer", "correct", "correct answer", "right")
"""What names the right one of them."""


def if_meant(code: str) -> str:
    """The remedy that silences a finding."""
    return f"if this is intended: `ignore: {{{code}: the reason}}`"


def read_card(
    node: Mapping, report: Report, topics: frozenset[str]
) -> tuple[Card | None, frozenset[str]]:
    """The card, or None if a finding keeps it out of study; and the codes that it silences."""
    fields = Fields(node, report)
    report.card, report.where = _named(node, "card")
    before = report.kept_out
    own = read_form(fields, report, CARD_FIELDS, also=False)
    ident = read_id(fields, report, "card")
    notes = read_notes(fields)
    also = _read_also(fields, report, own)
    topic = read_topic(fields, report, topics)
    tags = tuple(tag.value.strip() for tag in fields.texts("tags") or [])
    audience = read_words(fields, "audience", AUDIENCES)
    region = read_words(fields, "region", REGIONS)
    was = tuple(old.value.strip() for old in fields.texts("was") or [])
    revision = fields.integer("revision", least=1) if "revision" in fields else 1
    priority = read_word(fields, "priority", PRIORITIES) or STANDARD
    ignored = read_ignore(fields, report)
    if own is None or revision is None or report.kept_out > before:
        return None, ignored
    forms = (Form(own, notes), *also)
    whose, line = (audience, region, was), node.start.line
    return Card(ident, forms, topic, tags, *whose, revision, priority, line), ignored


def given_id(node: Mapping) -> str | None:
    """The id, if a valid one is written."""
    scalar = node.get("id")
    fit = isinstance(scalar, Scalar) and not scalar.broken and ID.match(scalar.value.strip())
    return fit[0] if fit else None


def another_id(ident: str, taken: set[str | None]) -> str:
    """The remedy for an id used twice: a free one, which is taken from then on."""
    # Among very many equal ids, the numbers below are taken.
    numbers = chain(range(2, _MOST_NAMES), count(len(taken)))
    free = next(new for n in numbers if (new := f"{ident[:60]}-{n}") not in taken)
    taken.add(free)
    return f"give this one another id, such as `{free}`"


def _named(node: Mapping, kind: str) -> tuple[str | None, str]:
    """The id and the name of a card, for findings."""
    ident = given_id(node)
    return ident, f"{kind} {ident}" if ident else f"the {kind} on line {node.start.line}"


def read_id(fields: Fields, report: Report, kind: str) -> str | None:
    """The id if it is valid, else None with a finding. Unknown fields are reported first, so that
    `Id:` is not also a missing id.
    """
    so = ", so it cannot be scheduled" if kind == "card" else ""
    if fields.lacks("id"):
        # One finding names all of them, once the deck is read.
        report.without_id.append((kind, fields.node.start))
    value = fields.node_of("id")
    if isinstance(value, Scalar) and value.empty and not value.broken:
        report.add(
            "LM801",
            fields.key("id"),
            f"the `id` of this {kind} is empty{so}",
            "delete `id:` but keep the dash in front of it, and run `learnms fix`",
        )
        return None
    scalar = fields.scalar("id")
    if scalar is None or scalar.broken:
        return None
    ident = scalar.value.strip()
    if not ID.match(ident):
        report.add("LM802", scalar, f"the id `{ident[:70]}` is malformed", id_fix(ident))
        return None
    return ident


def read_form(
    fields: Fields, report: Report, common: Iterable[str], *, also: bool
) -> Compiled | None:
    """Determine the kind by the fields, and compile the form."""
    if (options := _option_list(fields)) is not None:
        _report_option_list(fields, report, options)
        known = {*common, *KIND_FIELDS, options, *_ANSWERS}
        for name in [name for name in fields.names() if name not in known]:
            fields.report_unknown(name, common, KIND_FIELDS)
        return None
    marks = [name for name in fields.names() if name in SPEC_OF_MARK]
    spec = SPEC_OF_MARK[marks[0]] if marks else None
    allowed = {*common, *(spec.fields if spec else ("ask",))}
    foreign = [name for name in fields.names() if name not in allowed]
    letters = [name for name in foreign if re.fullmatch(r"[A-Ha-h]", name)]
    if len(letters) > 1:
        message = (
            f"the fields `{'`, `'.join(letters)}` are unknown in {report.where}: options have no"
            " letters here"
        )
        report.add(
            "LM104",
            fields.key(letters[0]),
            message,
            "write them as lists: `right: [Wait]`, and `wrong: [Call, Sleep]` below it",
        )
        foreign = [name for name in foreign if name not in letters]
    for name in foreign:
        if also and name in CARD_FIELDS:
            report.add(
                "LM104",
                fields.key(name),
                f"`{name}` under `also` belongs to the card as a whole",
                "move it to the card's own fields",
            )
        elif name not in KIND_FIELDS:
            fields.report_unknown(name, allowed, KIND_FIELDS)
    foreign = [name for name in foreign if name in KIND_FIELDS]
    if foreign:
        _report_two_kinds(fields, report, spec, foreign[0])
        return None
    if spec is None:
        if fields.lacks_all(SPEC_OF_MARK):
            kinds = either_of([spec.marks[0] for spec in SPECS], quote="`")
            report.add(
                "LM201",
                fields.node.start,
                f"{report.where} has no answer, so it is not a question",
                f"add {kinds}",
            )
        elif fields.lacks("cloze"):
            FormInput(fields, also, report, ("ask",)).missing()
        return None
    compiled = spec.read(FormInput(fields, also, report, spec.needs))
    if "last" in fields and "last" not in spec.fields:
        report.add(
            "LM209",
            fields.key("last"),
            "`last` names an option, but this kind of question has none",
            "remove `last`",
        )
        return None
    return compiled


def _report_two_kinds(fields: Fields, report: Report, spec: Spec | None, name: str) -> None:
    owner = SPEC_OF_MARK.get(name) or next(other for other in SPECS if name in other.fields)
    kind = either_of(owner.kinds)
    if "answer" in fields and not fields.node.broken and ("calc" in fields or "cloze" in fields):
        report.add(
            "LM105",
            fields.key("answer"),
            f"two kinds at once in {report.where}: `answer` belongs to flashcard, and a"
            f" {'calculation' if 'calc' in fields else 'cloze'} has its own answer",
            "remove `answer`; learnms calculates it" if "calc" in fields else _into_cloze(fields),
        )
        return
    if spec is None:
        report.add(
            "LM201",
            fields.key(name),
            f"`{name}` belongs to {kind}, but its other fields are missing in {report.where}",
            f"add {either_of(owner.marks, quote='`')}, or remove `{name}`",
        )
        return
    report.add(
        "LM105",
        fields.key(name),
        f"two kinds at once in {report.where}: `{name}` belongs to {kind}, and the other fields to"
        f" {either_of(spec.kinds)}",
        "keep one here, and move the other under `also:`",
    )


def _into_cloze(fields: Fields) -> str:
    """The remedy for a cloze with an answer beside it: the answer goes into the blank."""
    cloze, answer = fields.node_of("cloze"), fields.node_of("answer")
    if not isinstance(cloze, Scalar) or not isinstance(answer, Scalar) or "{{" in cloze.value:
        return "remove `answer`; each blank contains its own"
    gap = re.search(r"_{2,}|…|\.{3,}|\[\s*\]", cloze.value)
    where = f"in place of `{gap.group()}`" if gap else "where it is hidden"
    return f"write `{{{{c1::{answer.value.strip()}}}}}` {where}, and remove `answer`"


def _option_list(fields: Fields) -> str | None:
    """The field that holds all options in one list, as other tools have it."""
    for name in fields.names():
        value = fields.node_of(name)
        may_be_text = name not in KIND_FIELDS and name != "answers"
        if (
            name.casefold().replace("_", " ") in _OPTION_LISTS
            and (may_be_text or isinstance(value, Sequence))
            and not (name in KIND_FIELDS and "blanks" in fields)
        ):
            return name
    return None


def _report_option_list(fields: Fields, report: Report, name: str) -> None:
    is_known = name in KIND_FIELDS
    report.add(
        "LM102" if is_known else "LM104",
        fields.key(name),
        f"`{name}` belongs to dropdown and holds a set of fields, not a list"
        if is_known
        else f"unknown field `{name}` in {report.where}",
        _as_right_and_wrong(fields, name),
    )


def _as_right_and_wrong(fields: Fields, name: str) -> str:
    """The remedy for options in one list, with the author's own texts where they are short."""
    value = fields.node_of(name)
    items = value.items if isinstance(value, Sequence) else []
    texts = [item.value.strip() for item in items if isinstance(item, Scalar)]
    texts = without_markers(texts)
    answer = next((other for other in _ANSWERS if other in fields), "")
    node = fields.node_of(answer)
    given = node.value.strip() if isinstance(node, Scalar) else ""
    right = next((text for text in texts if fold(text) == fold(given)), "")
    if not right and re.fullmatch(r"[A-Ha-h][.)]?", given):
        right = "".join(texts[(at := ord(given[0].lower()) - 97) : at + 1])
    lead = "write the right options under `right:` and the others under `wrong:`"
    wrong = in_flow([text for text in texts if text != (right or texts[0])])
    if len(texts) < 2 or len(texts) < len(items) or len(wrong) > LONGEST_LIST:
        return lead
    if not right:
        return f"{lead}, such as `right: {as_value(texts[0])}` and `wrong: {wrong}`"
    instead = f" in place of `{name}` and `{answer}`" if answer != "right" else ""
    return f"write `right: {as_value(right)}` and `wrong: {wrong}`{instead}"


def read_notes(fields: Fields) -> Notes:
    """The notes of a form about its fact."""
    sources = tuple(SourceRef(*_split(scalar.value)) for scalar in fields.texts("source") or [])
    exhibit = read_texts_by_name(fields, "exhibit")
    level, step = _read_level(fields), read_word(fields, "step", STEPS)
    return Notes(
        fields.text("explain"),
        fields.text("hint"),
        sources,
        fields.day("checked"),
        exhibit,
        level,
        step,
    )


def _split(text: str) -> tuple[str, str]:
    key, _, place = text.strip().partition(" ")
    return key, place.strip()


def read_texts_by_name(fields: Fields, name: str) -> tuple[tuple[str, str], ...]:
    """A mapping of names to texts, such as an exhibit's tabs or a glossary."""
    inner = fields.mapping(name)
    if inner is None:
        return ()
    texts = [(key, inner.text(key)) for key in inner.names()]
    return tuple((key, text) for key, text in texts if text is not None)


def read_words(fields: Fields, name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """One or more words from a fixed set."""
    words = [_known(scalar, name, known, fields.report) for scalar in fields.texts(name) or []]
    return tuple(word for word in words if word is not None)


def read_word(fields: Fields, name: str, known: tuple[str, ...]) -> str | None:
    """One word from a fixed set."""
    scalar = fields.scalar(name)
    return _known(scalar, name, known, fields.report) if scalar is not None else None


def _read_level(fields: Fields) -> str | None:
    """The level, which has an American and a British spelling; findings show the American one."""
    scalar = fields.scalar("level")
    if scalar is None or scalar.value.strip() in LEVELS:
        return scalar.value.strip() if scalar is not None else None
    american = {level: spelling for spelling, level in LEVEL_SPELLINGS.items()}
    words = tuple(american.get(level, level) for level in LEVELS)
    meant = level_of_bloom(scalar.value.strip())
    meant = american.get(meant, meant) if meant is not None else None
    word = _known(scalar, "level", words, fields.report, meant)
    return LEVEL_SPELLINGS.get(word, word) if word is not None else None


def _known(
    scalar: Scalar, name: str, known: tuple[str, ...], report: Report, meant: str | None = None
) -> str | None:
    word = scalar.value.strip()
    if word in known:
        return word
    if not scalar.broken:
        near = (
            report.nearest(word, known, "LM103")
            or meant
            or next((other for other in known if other[:4] == word.lower()[:4]), None)
        )
        report.add(
            "LM103",
            scalar,
            f"`{name}` should be one of {', '.join(known)}, not `{word}`",
            f"did you mean `{near}`?" if near else "write one of these words",
        )
    return None


def read_topic(fields: Fields, report: Report, topics: frozenset[str]) -> str | None:
    """The card's topic, which the deck must declare."""
    scalar = fields.scalar("topic")
    if scalar is None or scalar.broken:
        return None
    topic = scalar.value.strip()
    if topic in topics:
        return topic
    near = report.nearest(topic, topics, "LM215")
    some = [f"`{key}`" for key in sorted(topics)[:_MOST_NAMES]]
    known = (
        f"write one of {', '.join(some)}{', …' if len(topics) > len(some) else ''}, or add"
        if topics
        else "add"
    )
    fix = f"did you mean `{near}`?" if near else f"{known} `{topic}: Its title` below `topics:`"
    report.add("LM215", scalar, f"the topic `{topic}` is not declared in the deck's `topics`", fix)
    return None


def ignored_in(node: Mapping) -> frozenset[str]:
    """The codes that a card, case or part silences; invalid ones are not reported here."""
    inner = node.get("ignore")
    return (
        frozenset(key.value for key, _ in inner.pairs)
        if isinstance(inner, Mapping)
        else frozenset()
    )


def read_ignore(fields: Fields, report: Report) -> frozenset[str]:
    """The silenced codes, each of which needs a reason."""
    inner = fields.mapping("ignore")
    if inner is None:
        return frozenset()
    codes = set()
    for code in inner.names():
        if inner.text(code) is None:
            continue
        if not re.fullmatch(r"LM\d{3}", code) or not code.startswith(IGNORABLE):
            families = ", ".join(IGNORABLE)
            reason = "cannot be ignored" if code in RULES else "is not a rule that can be ignored"
            report.add(
                "LM216", inner.key(code), f"`{code}` {reason}", f"only findings of {families} can"
            )
            continue
        codes.add(code)
    return frozenset(codes)


def _read_also(fields: Fields, report: Report, own: Compiled | None) -> tuple[Form, ...]:
    sequence = fields.sequence("also")
    forms = []
    for item in sequence.items if sequence else []:
        if not isinstance(item, Mapping):
            if not item.broken:
                report.add(
                    "LM102",
                    item,
                    "a form under `also` should be a set of fields such as `ask:` and `answer:`",
                    "write `- ask: …`, and `answer: …` below it",
                )
            continue
        also = Fields(item, report)
        form = _read_also_form(also, report, own)
        if form is not None:
            forms.append(form)
            if own is not None and "calculation" in (own.kind, form.kind):
                report_inherited(also, fields, form.compiled.asks[0][1], report)
    return tuple(forms)


def _read_also_form(fields: Fields, report: Report, own: Compiled | None) -> Form | None:
    compiled = read_form(fields, report, ALSO_FIELDS, also=True)
    notes, region = read_notes(fields), read_words(fields, "region", REGIONS)
    if own is None or compiled is None:
        return None
    part, fits = _part_asked(fields, report, own)
    return Form(compiled, notes, part, own=False, region=region) if fits else None


def _part_asked(fields: Fields, report: Report, own: Compiled) -> tuple[str | None, bool]:
    """The part that a form under `also` asks, and whether the card has it."""
    parts = [name for name, _ in own.asks]
    if "part" in fields:
        scalar = fields.scalar("part")
        part = scalar.value.strip() if scalar is not None else None
        if scalar is None or scalar.broken or part in parts:
            return part, part in parts
        if not own.is_draft:  # a bare blank has no name to be called by, which is already reported
            names = " or ".join(f"`part: {name}`" for name in parts if name)
            whole = "remove `part` to ask about the whole card"
            fix = ", or ".join(
                ([f"write {names}"] if names else []) + ([whole] if None in parts else [])
            )
            report.add("LM213", scalar, f"the card has no part `{part}`", fix)
        return None, False
    if len(parts) == 1 or (None in parts and not own.is_draft):
        return (None if None in parts else parts[0]), True
    if not own.is_draft:
        names = " or ".join(f"`part: {name}`" for name in parts)
        report.add(
            "LM213",
            fields.node.start,
            "this form does not say which part of the card it asks",
            f"add {names}",
        )
    return None, False


def read_case_part(
    node: Mapping, report: Report, topics: frozenset[str]
) -> tuple[CasePart | None, list[Scalar]]:
    """One question of a case, and the nodes of its `tests`, which are resolved over all files."""
    fields = Fields(node, report)
    report.card, report.where = _named(node, "part")
    before = report.kept_out
    compiled = _scored(read_form(fields, report, PART_FIELDS, also=False), fields, report)
    if compiled is not None and compiled.kind == "calculation":
        report_drawn_in_case(fields, report)
    ident = read_id(fields, report, "part of a case")
    notes = read_notes(fields)
    story = fields.text("story")
    topic = read_topic(fields, report, topics)
    tests = fields.texts("tests") or []
    read_ignore(fields, report)
    if compiled is None or report.kept_out > before:
        return None, tests
    return (
        CasePart(
            ident,
            Form(compiled, notes),
            tuple(test.value.strip() for test in tests),
            story,
            topic,
            node.start.line,
        ),
        tests,
    )


def _scored(compiled: Compiled | None, fields: Fields, report: Report) -> Compiled | None:
    """The question of a part, which asks one thing and is scored; else None with a finding."""
    if compiled is None:
        return None
    mark = next(fields.key(name) for name in fields.names() if name in SPEC_OF_MARK)
    (_, ask), *more = compiled.asks
    if not is_scored(ask.response):
        cure = (
            "write `typed: yes`"
            if compiled.kind == "cloze"
            else "use a scored kind, such as `right` and `wrong`"
        )
        report.add("LM222", mark, f"{report.where} is a {compiled.kind}, which is not scored", cure)
        return None
    if more:
        report.add(
            "LM213",
            mark,
            f"{report.where} asks {len(compiled.asks)} blanks, but a part of a case asks one",
            "write one part for each blank",
        )
        return None
    return replace(compiled, asks=((None, ask),), keys=((None, compiled.keys[0][1]),))
