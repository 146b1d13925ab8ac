"""The rules of families LM1 (types of fields) and LM2 (fields that make a question)."""

from learnms.syntax.rules import Rule, register

register(
    Rule(
        "LM101",
        "error",
        "the file is not a deck",
        "A deck file is a set of fields: `deck:`, `id:`, `cards:` and so on. A list, or bare text,"
        " is none. Good: `deck: My ward` in the first line.",
    ),
    Rule(
        "LM102",
        "error",
        "a field holds the wrong type",
        "Some fields take text, some a list, some a set of fields. Bad: `cards: {…}` with one card."
        " Good: `cards:` and below it one `- id: …` per card.",
    ),
    Rule(
        "LM103",
        "error",
        "a value cannot be converted",
        "A date, a number or a yes/no was expected and something else stands there, or a number"
        " that is too small. Bad: `checked: last week`. Good: `checked: 2026-11-22`.",
    ),
    Rule(
        "LM104",
        "error",
        "unknown field",
        "The format has no field of this name, so its text would be lost. Usually the name is a"
        " typo. Bad: `anser: CD20`. Good: `answer: CD20`.",
    ),
    Rule(
        "LM105",
        "error",
        "two kinds of question at once",
        "The fields of a form say its kind, and these belong to two. Bad: `answer:` and `right:` in"
        " one card. Good: the second way of asking under `also:`.",
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
        "The field is written, and nothing stands in it. Write a value, or remove the field; a deck"
        " without cards says `cards: []`.",
    ),
    Rule(
        "LM203",
        "error",
        "a cloze without a blank",
        "A cloze hides something. Bad: `cloze: Maintenance is 600 mg.` Good: `cloze: Maintenance is"
        " {{c1::600 mg}}.`",
    ),
    Rule(
        "LM204",
        "error",
        "a blank that is open, empty or nested",
        "Each blank begins with `{{` and ends with `}}`, hides some text, and holds no other blank."
        " To show braces, write `\\{{`.",
    ),
    Rule(
        "LM205",
        "error",
        "several right options without `select`",
        "One right option makes a single best answer. For more, say how many are picked. Bad: two"
        " under `right`, no `select`. Good: `select: all`.",
    ),
    Rule(
        "LM206",
        "error",
        "the number of options does not fit",
        "`select: 3` needs exactly three right options, and a choice needs at least two options.",
    ),
    Rule(
        "LM207",
        "error",
        "an option is used twice",
        "Options are compared without case and spaces; two that are alike cannot both be picked."
        " Change or remove one.",
    ),
    Rule(
        "LM208",
        "error",
        "an option is right and wrong at once",
        "The same text stands under `right` and under `wrong`. Keep it in one of them.",
    ),
    Rule(
        "LM209",
        "error",
        "`last` names no option",
        "`last:` repeats the text of the one option that is always shown last. It must be one of"
        " the options.",
    ),
    Rule(
        "LM210",
        "error",
        "the formula cannot be read",
        "`calc`, and `{= }` in a text, know numbers, names, `+ - * / ( )`, `min` and `max`. Bad:"
        " `calc: dose x 2`. Good: `calc: dose * 2`.",
    ),
    Rule(
        "LM211",
        "error",
        "a name is not given",
        "Every name in `calc` and every `{name}` in the texts of a calculation needs numbers under"
        " `given`. A backslash before the brace, `\\{name}`, shows it.",
    ),
    Rule(
        "LM212",
        "error",
        "the formula has no usable value",
        "Every combination of the given numbers is evaluated. One divides by zero, or its value has"
        " no end and no `round` is stated.",
    ),
    Rule(
        "LM213",
        "error",
        "a part that is not there",
        "A form under `also:` asks one part of its card. With several parts it says which: `part:"
        " c2` or `part: rev`; a cloze there has one blank.",
    ),
    Rule(
        "LM214",
        "error",
        "`given`, `round` or `within` does not fit",
        "`given` is lists of numbers by name (at most 500 combinations) or a list of rows with the"
        " same names; `round` counts digits; `within` is 0 or more.",
    ),
    Rule(
        "LM215",
        "error",
        "a topic that is not declared",
        "A card's `topic` is one of the deck's `topics:`, the blueprint at the head of the file."
        " Declare it there, or mend the name.",
    ),
    Rule(
        "LM216",
        "error",
        "an `ignore` that cannot work",
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
        "blanks and choices that do not fit",
        "Each `{{1}}` of `blanks` stands once and has its own `choices`, and every choice belongs"
        " to a blank; a rationale has two or three of them.",
    ),
    Rule(
        "LM219",
        "error",
        "brackets that do not close",
        "In `highlight` a right span is written `[[so]]`, a wrong one `[so]`, none within another;"
        " a bracket that is meant is written `\\[`.",
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
        "an explanation with the numbers of another case",
        "The numbers of a calculation change, so a number that is written out in `explain` may"
        " contradict those that the learner was asked about. It is one if a name of `given`, the"
        " answer or a step of `calc` has this value in some cases, and none of them in all; numbers"
        " of `calc` and of the question are fine. Bad: `explain: 300 mg is 10 mL.` Good: `explain:"
        " The order of {dose} mg is {= dose / 30} mL.` A number that is meant in every case is"
        " written `{= 300}`.",
    ),
    Rule(
        "LM251",
        "error",
        "a number that learners do not see",
        "The answer depends on a name of `given` that stands neither in the question nor in an"
        " exhibit of the form, so nobody could work it out. Bad: `ask: How many mL is that?` with"
        " `calc: dose / 30`. Good: `ask: How many mL is {dose} mg?`",
    ),
)
