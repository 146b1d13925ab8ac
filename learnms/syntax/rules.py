"""The table of rules: each code with its severity and what `--explain` and the README say about it.

The rules of bytes and YAML stand here; every other family registers its own rows when its module is
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
            raise ValueError(f"{rule.code} is no code of a known family")
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
        "It is missing, locked, or no ordinary file. Bad: the name of a folder or of a pipe. Good:"
        " an ordinary file that you may read, such as `decks/ward.yaml`.",
    ),
    Rule(
        "LM004",
        "error",
        "a control character in the file",
        "An invisible character that no keyboard types, often from a copy out of a PDF, can cut"
        " text or steer the terminal. Bad: text pasted with such a character. Good: the same line"
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
        "The text holds a control, direction or zero-width character, typed as such or written as"
        " `\\x1b` in double quotes. The card can still be studied; the character is shown as a"
        ' visible mark. Bad: `ask: "\\x1b[31mStop"`. Good: `ask: Stop`.',
        keeps_out=False,
    ),
    Rule(
        "LM007",
        "error",
        "a tab or a non-breaking space where an ordinary space belongs",
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
        "A field is a name, a colon and a space; an item of a list is a dash and a space. "
        "Bad: `answer CD20`, `answer:CD20`, `-CD20`. Good: `answer: CD20`, `- CD20`.",
    ),
    Rule(
        "LM010",
        "error",
        "an unquoted colon",
        "A colon with a space after it ends the name of a field, so a text that holds one goes in"
        ' quotes. Bad: `ask: What is this: a test`. Good: `ask: "What is this: a test"`.',
    ),
    Rule(
        "LM011",
        "error",
        "a text begins with a sign that has a meaning",
        "At the beginning of a value the signs `[ { > | * & ! % @ \" ' # , ?`, the backtick and a"
        " dash with a space have a meaning of their own. Put the text in quotes. Bad: `answer: *600"
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
        "What follows ` # ` is a comment and is not shown to learners. Quote the text if it belongs"
        " to it, or move the comment to a line of its own. Bad: `answer: Give dose # 2`. Good:"
        ' `answer: "Give dose # 2"`.',
        keeps_out=False,
    ),
    Rule(
        "LM014",
        "error",
        "a quotation is not closed",
        'A text that begins with a quote ends at the next such quote. Bad: `answer: "CD20`,'
        ' `answer: \'tis so`. Good: `answer: "CD20"`, `answer: "\'tis so"`.',
    ),
    Rule(
        "LM015",
        "error",
        "a bracket is not closed, or closes nothing",
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
        "Inside `[ ]` and `{ }` a comma separates values, so `1,000` falls into 1 and 000. Bad:"
        ' `[1,000 mg, 2,000 mg]`. Good: `["1,000 mg", "2,000 mg"]`; a number: `[1000]`; two values:'
        " `[1, 000]`.",
    ),
    Rule(
        "LM018",
        "error",
        "a backslash that means nothing",
        "Inside double quotes a backslash begins a special sign, and only some letters may follow."
        ' Bad: `"C:\\dose"`. Good: `\'C:\\dose\'` or `"C:\\\\dose"`.',
    ),
    Rule(
        "LM019",
        "error",
        "a field is written twice",
        "Only one of the two could be shown, so the second is refused. Bad: two lines `answer:` in"
        " one card. Good: one of them.",
    ),
    Rule(
        "LM020",
        "error",
        "a field's name is no plain text",
        "The name of a field is a short text before a colon; `? `, a list or nothing at all is no"
        " name. Bad: `? ask`, `[ask]: x`, `: x`. Good: `ask: x`.",
    ),
    Rule(
        "LM021",
        "error",
        "an anchor",
        "`&name` gives a value a name so that it can be repeated elsewhere, which decks do not"
        ' have. Bad: `dose: &d 600 mg`. Good: `dose: 600 mg`, or `"&d 600 mg"` if it is text.',
    ),
    Rule(
        "LM022",
        "error",
        "an alias",
        "`*name` repeats a value from elsewhere, which decks do not have. Bad: `answer: *d`. Good:"
        ' the value written out, or `"*d"` if it is text.',
    ),
    Rule(
        "LM023",
        "error",
        "a tag",
        "`!name` names a data type, which decks do not have. Bad: `answer: !important Stop`. Good:"
        ' `answer: "!important Stop"`, or without the sign.',
    ),
    Rule(
        "LM024",
        "error",
        "a merge key",
        "`<<` copies fields from elsewhere, which decks do not have. Bad: `<<: *base`. Good: the"
        " fields written out.",
    ),
    Rule(
        "LM025",
        "error",
        "several documents in one file",
        "A line of three dashes begins another document, and a deck is one. Bad: `---` between two"
        " cards. Good: no such line, or two files.",
    ),
    Rule(
        "LM026",
        "error",
        "a % instruction",
        "A line that begins with `%` speaks to the program that reads the file, which decks do not"
        " need. Bad: `%YAML 1.1`. Good: no such line.",
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
        "The line breaks the rules of YAML in a way that has no rule of its own here. Bad: `[a, ,"
        " b]`. Good: `[a, b]`, or the text in quotes.",
    ),
    Rule(
        "LM029",
        "error",
        "too many findings of this kind",
        "The file is given up after several hundred anchors, aliases or similar signs. "
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
        "a sign in the spelling of web pages",
        "A deck is no web page, so learners would see the letters. Bad: `Give&nbsp;2 mg`, `glucose"
        " &lt; 70`. Good: `Give 2 mg`, `glucose < 70`.",
        keeps_out=False,
    ),
    Rule(
        "LM031",
        "error",
        "a list without its dashes",
        "In a list each entry begins on a line of its own with a dash and a space. Lines with"
        " another sign, or with none, are read as one long text. Bad: `• Call the family` with `•"
        " Wait` below it, `-Call`, `1. Call`. Good: `- Call the family`, and `- Wait` below it. A"
        " text that goes on over several lines and is one entry stands in quotes.",
    ),
)
