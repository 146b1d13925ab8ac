"""The table of rules: each code with its severity and what `--explain` and the README say about it.

The rules of bytes and YAML are here; every other family registers its own rows when its module is
imported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from learnms.syntax.finding import FAMILIES, Finding

if TYPE_CHECKING:
    from learnms.syntax.finding import Severity
    from learnms.syntax.node import Mark

_CODE = re.compile(r"LM[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Rule:
    """The meaning of a code.

    Args:
        code: `LM` and three digits; its meaning never changes.
        severity: of its findings, unless one says otherwise.
        title: the cause in a few words.
        explanation: two to four sentences, with a bad and a good example.
        keeps_out: whether a card with such a finding cannot be studied.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    keeps_out: bool = True


RULES: dict[str, Rule] = {}


def register(*rules: Rule) -> None:
    """Add rows to the table.

    Raises:
        ValueError: a code is malformed or taken.
    """
    for rule in rules:
        if not _CODE.fullmatch(rule.code) or rule.code[:3] not in FAMILIES:
            raise ValueError(f"{rule.code} is not a code of a known family")
        if rule.code in RULES:
            raise ValueError(f"{rule.code} is registered twice")
        RULES[rule.code] = rule


def finding(
    code: str,
    source_path: str,
    mark: Mark,
    message: str,
    fix: str | None = None,
    length: int = 1,
    card: str | None = None,
    *,
    severity: Severity | None = None,
) -> Finding:
    """A finding at a place; the severity is the rule's unless another is given."""
    return Finding(
        code,
        severity or RULES[code].severity,
        source_path,
        mark.line,
        mark.column,
        message,
        fix,
        max(1, length),
        card,
    )


register(
    Rule(
        "LM001",
        "error",
        "the file is not UTF-8",
        "A deck is saved in the encoding UTF-8, so that `µ`, `é` and `≥` look the same on every"
        " computer. Bad: Save as, Encoding: ANSI or Unicode (UTF-16). Good: Save as, Encoding:"
        " UTF-8.",
    ),
    Rule(
        "LM002",
        "error",
        "the file is too large",
        "A deck file has at most 32 MiB, which is more than 50,000 cards. Bad: a whole library in"
        " one file. Good: one file for each subject.",
    ),
    Rule(
        "LM003",
        "error",
        "the file cannot be read",
        "It is missing, locked, or not an ordinary file. Bad: a folder or a pipe. Good:"
        " an ordinary file that you may read, such as `decks/ward.yaml`.",
    ),
    Rule(
        "LM004",
        "error",
        "a control character in the file",
        "An invisible character, often copied from a PDF, can cut off text or control the"
        " terminal. Bad: text pasted with one. Good: the same line"
        " typed by hand.",
    ),
    Rule(
        "LM005",
        "error",
        "the file is empty",
        "There is nothing in the file, or only comments. Bad: `# to do`. Good: at least `deck: A"
        " title` and `cards: []`.",
    ),
    Rule(
        "LM006",
        "error",
        "an invisible character in a text",
        "The text contains a control, direction or zero-width character, typed or written as"
        " `\\x1b` in double quotes. The card can still be studied; the character is shown as a"
        ' visible mark. Bad: `ask: "\\x1b[31mStop"`. Good: `ask: Stop`.',
        keeps_out=False,
    ),
    Rule(
        "LM007",
        "error",
        "a tab or a non-breaking space where an ordinary space is needed",
        "Fields belong together when they begin in the same column, and a space ends a dash or a"
        " colon; only ordinary spaces count for that. Bad: a line that begins with the Tab key, or"
        " with non-breaking spaces pasted from Word or a web page. Good: the same line with"
        " ordinary spaces. `learnms fix` replaces non-breaking spaces.",
    ),
    Rule(
        "LM008",
        "error",
        "a line begins in the wrong column",
        "The fields of one card begin in one column, and so do the dashes of one list. "
        "Bad: `ask:` after two spaces and `answer:` after three. Good: both after two.",
    ),
    Rule(
        "LM009",
        "error",
        "a line is neither field nor text",
        "A field is a name, a colon and a space; a list item is a dash and a space. "
        "Bad: `answer CD20`, `answer:CD20`, `-CD20`. Good: `answer: CD20`, `- CD20`.",
    ),
    Rule(
        "LM010",
        "error",
        "an unquoted colon",
        "A colon with a space after it ends the name of a field, so put a text that contains one in"
        ' quotes. Bad: `ask: What is this: a test`. Good: `ask: "What is this: a test"`.',
    ),
    Rule(
        "LM011",
        "error",
        "a text begins with a special character",
        "At the beginning of a value the signs `[ { > | * & ! % @ \" ' # , ?`, the backtick and a"
        " dash with a space have special meanings. Put the text in quotes. Bad: `answer: *600"
        ' mg`, `answer: >5`, `ask: "No" is right`. Good: `answer: "*600 mg"`, `answer: ">5"`, `ask:'
        " '\"No\" is right'`.",
    ),
    Rule(
        "LM012",
        "error",
        "a text is cut off by a #",
        "A space and `#` begin a comment, and what follows is not part of the text. Bad: `ask: Is"
        ' dose #2 given today?`, which reads as `Is dose`. Good: `ask: "Is dose #2 given today?"`.',
    ),
    Rule(
        "LM013",
        "warning",
        "a comment after a text",
        "What follows ` # ` is a comment and is not shown to learners. Put the text in quotes if"
        " this is part of it, or move the comment to its own line. Bad: `answer: Give dose # 2`."
        " Good:"
        ' `answer: "Give dose # 2"`.',
        keeps_out=False,
    ),
    Rule(
        "LM014",
        "error",
        "a quotation is not closed",
        'A text that begins with a quote ends at the next one. Bad: `answer: "CD20`,'
        ' `answer: \'tis so`. Good: `answer: "CD20"`, `answer: "\'tis so"`.',
    ),
    Rule(
        "LM015",
        "error",
        "a bracket without its match",
        "`[` and `{` open a list or a set of fields, which `]` or `}` closes. Bad: `wrong: [CD3,"
        " CD8`. Good: `wrong: [CD3, CD8]`.",
    ),
    Rule(
        "LM016",
        "error",
        "a field without a value inside { }",
        "Inside `{ }` a comma ends a field, and every field has a colon, a space and a value. Bad:"
        ' `{Fever, chills: Yes}`. Good: `{"Fever, chills": Yes}`.',
    ),
    Rule(
        "LM017",
        "error",
        "a comma inside a number",
        "Inside `[ ]` and `{ }` a comma separates values, so `1,000` is read as 1 and 000. Bad:"
        ' `[1,000 mg, 2,000 mg]`. Good: `["1,000 mg", "2,000 mg"]`; a number: `[1000]`; two values:'
        " `[1, 000]`.",
    ),
    Rule(
        "LM018",
        "error",
        "a backslash without a meaning",
        "Inside double quotes a backslash begins an escape code, and only some letters may follow"
        " it."
        ' Bad: `"C:\\dose"`. Good: `\'C:\\dose\'` or `"C:\\\\dose"`.',
    ),
    Rule(
        "LM019",
        "error",
        "a field appears twice",
        "Only one of the two could be shown, so the second is an error. Bad: two `answer:` lines"
        " in one card. Good: one of them.",
    ),
    Rule(
        "LM020",
        "error",
        "a field name is not plain text",
        "A field name is a short text before a colon; `? `, a list or nothing at all is not a"
        " name. Bad: `? ask`, `[ask]: x`, `: x`. Good: `ask: x`.",
    ),
    Rule(
        "LM021",
        "error",
        "an anchor",
        "`&name` gives a value a name so that it can be repeated elsewhere, which decks do not"
        ' support. Bad: `dose: &d 600 mg`. Good: `dose: 600 mg`, or `"&d 600 mg"` if it is text.',
    ),
    Rule(
        "LM022",
        "error",
        "an alias",
        "`*name` repeats a value from elsewhere, which decks do not support. Bad: `answer: *d`."
        " Good:"
        ' the value written out, or `"*d"` if it is text.',
    ),
    Rule(
        "LM023",
        "error",
        "a tag",
        "`!name` names a data type, which decks do not support. Bad: `answer: !important Stop`."
        " Good:"
        ' `answer: "!important Stop"`, or without the sign.',
    ),
    Rule(
        "LM024",
        "error",
        "a merge key",
        "`<<` copies fields from elsewhere, which decks do not support. Bad: `<<: *base`. Good: the"
        " fields written out.",
    ),
    Rule(
        "LM025",
        "error",
        "several documents in one file",
        "A line of three dashes begins another document, and a deck is a single document. Bad:"
        " `---` between two"
        " cards. Good: no such line, or two files.",
    ),
    Rule(
        "LM026",
        "error",
        "a % directive",
        "A line that begins with `%` is an instruction to the YAML parser, which decks do not"
        " support. Bad: `%YAML 1.1`. Good: no such line.",
    ),
    Rule(
        "LM027",
        "error",
        "nested too deeply",
        "Lists and fields are nested at most 64 levels. Bad: `[[[[…` a hundred times. Good: the two"
        " or three levels that a card needs.",
    ),
    Rule(
        "LM028",
        "error",
        "the line cannot be read",
        "The line breaks the rules of YAML in a way that has no specific code here. Bad: `[a, ,"
        " b]`. Good: `[a, b]`, or the text in quotes.",
    ),
    Rule(
        "LM029",
        "error",
        "too many findings of this kind",
        "Reading stops after several hundred anchors, aliases or similar signs. "
        "Bad: a file made by a program that uses them throughout. Good: the values written out.",
    ),
    Rule(
        "LM030",
        "error",
        "the file is of another kind",
        "A deck is plain text with fields such as `deck:` and `cards:`. Bad: a Word document, an"
        " Excel workbook, a CSV file, a PDF or a web page, even if its name ends in .yaml. Good:"
        " the text of that file, written as cards; `learnms new my-deck.yaml` shows how.",
    ),
    Rule(
        "LM032",
        "warning",
        "an HTML code in a text",
        "A deck is not a web page, so learners would see the code. Bad: `Give&nbsp;2 mg`, `glucose"
        " &lt; 70`. Good: `Give 2 mg`, `glucose < 70`.",
        keeps_out=False,
    ),
    Rule(
        "LM031",
        "error",
        "a list without its dashes",
        "In a list each entry begins on its own line with a dash and a space. Lines with another"
        " marker, or with none, are read as one long text. Bad: `• Call the family` with `•"
        " Wait` below it, `-Call`, `1. Call`. Good: `- Call the family`, and `- Wait` below it."
        " Put a single entry of several lines in quotes.",
    ),
)
