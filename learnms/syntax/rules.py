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
        why: the reason, with its source; '' where the explanation says all.
        bad, good: an example of each; '' where the explanation has them.
        threshold: the name in `learnms.toml` that moves its limit; '' without one.
        deck_wide: whether it is about the deck, so that no card can ignore it.
    """

    code: str
    severity: Severity
    title: str
    explanation: str
    keeps_out: bool = True
    why: str = ""
    bad: str = ""
    good: str = ""
    threshold: str = ""
    deck_wide: bool = False


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


def page(rule: Rule) -> str:
    """What a rule means, why, and an example of each kind."""
    parts = [rule.explanation]
    if rule.why:
        parts.append(f"Why: {rule.why}")
    if rule.bad:
        parts += [f"Bad:\n{_indented(rule.bad)}", f"Good:\n{_indented(rule.good)}"]
    return "\n\n".join(parts)


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.split("\n"))


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
        "Decks are saved as UTF-8, so that `µ`, `é` and `≥` look the same on every computer."
        " Bad: saved with the encoding ANSI or Unicode (UTF-16). Good: saved with the encoding"
        " UTF-8.",
    ),
    Rule(
        "LM002",
        "error",
        "the file is too large",
        "A deck file can be up to 32 MiB, 1,000,000 lines and 1,500,000 values, which is more"
        " than 100,000 cards, with up to 10,000 fields together, 10,000 texts in a list and 250,000"
        " cards. Bad: a whole library in one file. Good: one file for each subject.",
    ),
    Rule(
        "LM003",
        "error",
        "the file cannot be read",
        "The file is missing, locked, or not an ordinary file. Bad: a folder or a pipe. Good: an"
        " ordinary file that you have permission to read, such as `decks/ward.yaml`.",
    ),
    Rule(
        "LM004",
        "error",
        "a control character in the file",
        "An invisible character, often copied from a PDF, can cut off text or control the"
        " terminal. Bad: a line pasted from a PDF. Good: the same line, typed.",
    ),
    Rule(
        "LM005",
        "error",
        "the file is empty",
        "The file contains nothing, or only comments. Bad: `# to do`. Good: at least `deck: A"
        " title` and `cards: []`.",
    ),
    Rule(
        "LM006",
        "error",
        "an invisible character in the text",
        "The text contains a control, text-direction or zero-width character, typed or written"
        " as `\\x1b` in double quotes. The card can still be studied; the character is shown as"
        ' a visible mark. Bad: `ask: "\\x1b[31mStop"`. Good: `ask: Stop`.',
        keeps_out=False,
    ),
    Rule(
        "LM007",
        "error",
        "a tab or a non-breaking space where an ordinary space is needed",
        "Fields that start in the same column belong together, and a space follows every dash"
        " and colon. Only ordinary spaces count. Bad: a line indented with the Tab key, or with"
        " non-breaking spaces pasted from Word or a web page. Good: the same line, indented with"
        " ordinary spaces. `learnms fix` replaces non-breaking spaces.",
    ),
    Rule(
        "LM008",
        "error",
        "a line starts in the wrong column",
        "The fields of a card start in the same column, and so do the dashes of a list. Bad:"
        " `ask:` after two spaces and `answer:` after three. Good: both after two.",
    ),
    Rule(
        "LM009",
        "error",
        "a line is neither a field nor text",
        "A field is a name, a colon and a space; a list item is a dash and a space. "
        "Bad: `answer CD20`, `answer:CD20`, `-CD20`. Good: `answer: CD20`, `- CD20`.",
    ),
    Rule(
        "LM010",
        "error",
        "an unquoted colon",
        "A colon followed by a space ends a field name, so put text that contains one in quotes."
        ' Bad: `ask: What is this: a test`. Good: `ask: "What is this: a test"`.',
    ),
    Rule(
        "LM011",
        "error",
        "text starts with a special character",
        "At the start of a value, the characters `[ { > | * & ! % @ \" ' # , ?`, the backtick,"
        " and a dash followed by a space have special meanings. Put the text in quotes. Bad:"
        ' `answer: *600 mg`, `answer: >5`, `ask: "No" is right`. Good: `answer: "*600 mg"`,'
        ' `answer: ">5"`, `ask: \'"No" is right\'`.',
    ),
    Rule(
        "LM012",
        "error",
        "text is cut off by a #",
        "A space followed by `#` starts a comment, so the rest of the line is not part of the"
        ' text. Bad: `ask: Is dose #2 given today?`, which is read as `Is dose`. Good: `ask: "Is'
        ' dose #2 given today?"`.',
    ),
    Rule(
        "LM013",
        "warning",
        "a comment after text",
        "What follows ` # ` is a comment and is not shown to learners. If it is part of the"
        " text, put the text in quotes; otherwise move the comment to its own line. Bad:"
        ' `answer: Give dose # 2`. Good: `answer: "Give dose # 2"`.',
        keeps_out=False,
    ),
    Rule(
        "LM014",
        "error",
        "a closing quote is missing",
        'Text that starts with a quote ends at the next one. Bad: `answer: "CD20`, `answer:'
        ' \'tis so`. Good: `answer: "CD20"`, `answer: "\'tis so"`.',
    ),
    Rule(
        "LM015",
        "error",
        "an unmatched bracket",
        "`[` opens a list and `{` opens a set of fields; `]` or `}` closes it. Bad: `wrong:"
        " [CD3, CD8`. Good: `wrong: [CD3, CD8]`.",
    ),
    Rule(
        "LM016",
        "error",
        "a field without a value inside { }",
        "Inside `{ }`, a comma ends a field, and every field has a colon, a space and a value."
        ' Bad: `{Fever, chills: Yes}`. Good: `{"Fever, chills": Yes}`.',
    ),
    Rule(
        "LM017",
        "error",
        "a comma inside a number",
        "Inside `[ ]` and `{ }`, a comma separates values, so `1,000` is read as 1 and 000. Bad:"
        ' `[1,000 mg, 2,000 mg]`. Good: `["1,000 mg", "2,000 mg"]`; a number: `[1000]`; two'
        " values: `[1, 000]`.",
    ),
    Rule(
        "LM018",
        "error",
        "an invalid escape code",
        "Inside double quotes, a backslash starts an escape code, and only certain characters"
        ' can follow it. Bad: `"C:\\dose"`. Good: `\'C:\\dose\'` or `"C:\\\\dose"`.',
    ),
    Rule(
        "LM019",
        "error",
        "a field appears twice",
        "Only one of the two could be shown, so the second is an error. Bad: two `answer:` lines"
        " in one card. Good: one `answer:` line.",
    ),
    Rule(
        "LM020",
        "error",
        "a field name is not plain text",
        "A field name is short, plain text before a colon. It is never empty, a list, or marked"
        " with `? `. Bad: `? ask`, `[ask]: x`, `: x`. Good: `ask: x`.",
    ),
    Rule(
        "LM021",
        "error",
        "an anchor",
        "`&name` names a value for reuse elsewhere, which decks do not support. Bad: `dose: &d"
        ' 600 mg`. Good: `dose: 600 mg`, or `"&d 600 mg"` if it is text.',
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
        ' Good: `answer: "!important Stop"`, or the text without `!`.',
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
        "more than one document in a file",
        "A line of three dashes starts another document, and a deck is a single document. Bad:"
        " `---` between two cards. Good: no such line, or two files.",
    ),
    Rule(
        "LM026",
        "error",
        "a % directive",
        "A line that starts with `%` is an instruction to the YAML parser, which decks do not"
        " support. Bad: `%YAML 1.1`. Good: no such line.",
    ),
    Rule(
        "LM027",
        "error",
        "nested too deeply",
        "Lists and fields can be nested at most 64 levels deep. Bad: `[[[[…`, a hundred times."
        " Good: the two or three levels that a card needs.",
    ),
    Rule(
        "LM028",
        "error",
        "the line cannot be read",
        "The line is not valid YAML, and no other code describes the problem. Bad: `[a, , b]`."
        " Good: `[a, b]`, or the text in quotes.",
    ),
    Rule(
        "LM029",
        "error",
        "too many findings of this kind",
        "Of one kind, the first 200 findings in a file are listed, and the others are counted."
        " Reading stops after several hundred findings about anchors, aliases and the like. A file"
        " of more than 4 MB is not read to its end after a line that cannot be read. Bad: a file"
        " generated by a program that makes the same mistake throughout. Good: the mistake"
        " corrected in that program.",
    ),
    Rule(
        "LM030",
        "error",
        "the wrong type of file",
        "A deck is plain text with fields such as `deck:` and `cards:`. Bad: a Word document, an"
        " Excel workbook, a CSV file, a PDF or a web page, even if its name ends in .yaml. Good:"
        " the text of that file, written as cards; `learnms new my-deck.yaml` shows how.",
    ),
    Rule(
        "LM032",
        "warning",
        "an HTML code in the text",
        "A deck is not a web page, so learners would see the code. Bad: `Give&nbsp;2 mg`, `glucose"
        " &lt; 70`. Good: `Give 2 mg`, `glucose < 70`.",
        keeps_out=False,
    ),
    Rule(
        "LM033",
        "error",
        "a text is too long",
        "A text can have up to 20,000 characters, about ten pages; nobody recalls more at once."
        " Bad: a leaflet in `explain`. Good: its main sentences, with the leaflet as `source`.",
    ),
    Rule(
        "LM031",
        "error",
        "a list without dashes",
        "In a list, each entry starts on its own line with a dash and a space. Lines with"
        " another marker, or with none, are read as one long text. Bad: `• Call the family` with"
        " `• Wait` below it, `-Call`, `1. Call`. Good: `- Call the family`, and `- Wait` below"
        " it. Put a single entry that spans several lines in quotes.",
    ),
)
