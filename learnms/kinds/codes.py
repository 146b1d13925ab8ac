"""The rules of families LM1 (types of fields) and LM2 (fields that make a question)."""

from learnms.syntax.rules import Rule, register

register(
    Rule(
        "LM101",
        "error",
        "the file is not a deck",
        "A deck file consists of fields: `deck:`, `id:`, `cards:` and so on. A list or plain text"
        " is not a deck. Good: `deck: My ward` in the first line.",
    ),
    Rule(
        "LM102",
        "error",
        "a field has the wrong type",
        "Some fields take text, some take a list, and some take a set of fields. Bad: `cards: {…}`"
        " with one card."
        " Good: `cards:` and below it one `- id: …` per card.",
    ),
    Rule(
        "LM103",
        "error",
        "a value cannot be converted",
        "The field needs a date, a number, or yes or no, but the value is something else, or the"
        " number is too small or too large. Bad: `checked: last week`. Good: `checked:"
        " 2026-11-22`.",
    ),
    Rule(
        "LM104",
        "error",
        "unknown field",
        "Decks have no field with this name, so its text would be lost. It is usually a typo."
        " Bad: `anser: CD20`. Good: `answer: CD20`.",
    ),
    Rule(
        "LM105",
        "error",
        "two kinds of question at once",
        "The fields decide the kind of question, and these belong to two different kinds. Bad:"
        " `answer:` and `right:` in one card. Good: the second way of asking under `also:`.",
    ),
    Rule(
        "LM201",
        "error",
        "a field is missing",
        "The question cannot be asked without it. Bad: `right:` without `ask:`. Good: both.",
    ),
    Rule(
        "LM202",
        "error",
        "a field is empty",
        "The field is there but has no value. Write a value, or remove the field; a deck"
        " without cards says `cards: []`.",
    ),
    Rule(
        "LM203",
        "error",
        "a cloze without a blank",
        "A cloze hides part of its text. Bad: `cloze: Maintenance is 600 mg.` Good: `cloze:"
        " Maintenance is"
        " {{c1::600 mg}}.`",
    ),
    Rule(
        "LM204",
        "error",
        "a blank that is unclosed, empty or nested",
        "Each blank starts with `{{` and ends with `}}`, hides some text, and contains no other"
        " blank. To show braces, write `\\{{`.",
    ),
    Rule(
        "LM205",
        "error",
        "several right options without `select`",
        "A question with one right option has a single best answer. If more than one is right,"
        " say how many to select. Bad: two under `right`, no `select`. Good: `select: all`.",
    ),
    Rule(
        "LM206",
        "error",
        "the wrong number of options",
        "`select: 3` needs exactly three right options, and a choice needs at least two options.",
    ),
    Rule(
        "LM207",
        "error",
        "an option is used twice",
        "The two differ in case and spaces at most, so learners cannot tell them apart. Change"
        " or remove one.",
    ),
    Rule(
        "LM208",
        "error",
        "an option is both right and wrong",
        "The same text is under `right` and under `wrong`. Keep it in one of them.",
    ),
    Rule(
        "LM209",
        "error",
        "`last` is not one of the options",
        "`last:` repeats the text of the option that is always shown last, so it must match one"
        " of the options.",
    ),
    Rule(
        "LM210",
        "error",
        "the formula cannot be read",
        "`calc`, and `{= }` in text, accept numbers, names, `+ - * / ( )`, `min` and `max`. Bad:"
        " `calc: dose x 2`. Good: `calc: dose * 2`.",
    ),
    Rule(
        "LM211",
        "error",
        "a name without a value",
        "Every name in `calc` and every `{name}` in the texts of a calculation needs numbers under"
        " `given`. To show braces, write `\\{name}`.",
    ),
    Rule(
        "LM212",
        "error",
        "the formula has no usable value",
        "The formula is evaluated for every combination of the given numbers. At least one"
        " divides by zero, or has endless decimals and no `round`.",
    ),
    Rule(
        "LM213",
        "error",
        "a part that does not exist",
        "A form under `also:` asks one part of its card. If the card has several, say which: `part:"
        " c2` or `part: rev`; a cloze there has one blank.",
    ),
    Rule(
        "LM214",
        "error",
        "`given`, `round` or `within` is not valid",
        "`given` takes lists of numbers by name (at most 500 combinations) or a list of rows with"
        " the same names; `round` is a number of decimal places; `within` is 0 or more.",
    ),
    Rule(
        "LM215",
        "error",
        "a topic that is not declared",
        "A card's `topic` is one of the deck's `topics:`, the blueprint at the top of the file."
        " Declare it there, or fix the spelling.",
    ),
    Rule(
        "LM216",
        "error",
        "an invalid `ignore`",
        "`ignore` silences findings of the families LM3, LM5, LM6, LM7 and LM9, each with a reason:"
        " `ignore: {LM304: the label's own words}`.",
    ),
    Rule(
        "LM217",
        "error",
        "a column that is not declared",
        "Each row of a matrix names one of the `columns`, or a list of them. Bad: `Fever: Halt`"
        " with `columns: [Go, Stop]`. Good: `Fever: Stop`.",
    ),
    Rule(
        "LM218",
        "error",
        "blanks and choices that do not match",
        "Each `{{1}}` of `blanks` appears once and has its own `choices`, and every choice belongs"
        " to a blank; a rationale has two or three of them.",
    ),
    Rule(
        "LM219",
        "error",
        "unmatched brackets",
        "In `highlight`, write a right span as `[[this]]` and a wrong one as `[this]`, never one"
        " inside another. To show a bracket, write `\\[`.",
    ),
    Rule(
        "LM222",
        "error",
        "a part of a case that is not scored",
        "Each part of a case is a question that the program scores. Bad: `answer:` or `teach-back:`"
        " in a part. Good: `right:` and `wrong:`, or a cloze with `typed: yes`.",
    ),
    Rule(
        "LM250",
        "error",
        "an explanation with numbers from another case",
        "A calculation draws new numbers each time, so a number written out in `explain` may"
        " contradict the question. It is an error if a name in `given`, the answer or a step of"
        " `calc` has this value in some cases, and none of them has it in every case. Numbers"
        " that appear in `calc` or in the question are fine. Bad: `explain: 300 mg is 10 mL.`"
        " Good: `explain: The order of {dose} mg is {= dose / 30} mL.` For a number that is"
        " right in every case, write `{= 300}`.",
    ),
    Rule(
        "LM251",
        "error",
        "a number that learners do not see",
        "The answer depends on a name in `given` that appears in neither the question nor an"
        " exhibit of the form, so learners cannot calculate it. Bad: `ask: How many mL is that?`"
        " with `calc: dose / 30`. Good: `ask: How many mL is {dose} mg?`",
    ),
)
