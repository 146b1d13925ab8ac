"""The deck that `learnms new` writes: it teaches the format by example, and checks clean."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from learnms.text import visible_line

if TYPE_CHECKING:
    from datetime import date

_TEMPLATE = """\
# A learnms deck. Lines that begin with # are comments; delete them, and the cards, when you have
# read them. `learnms check FILE` finds what is wrong, `learnms fix FILE` writes missing ids,
# `learnms quiz --decks FILE` asks the cards. Put a text in quotes where it holds a colon and a
# space, or " #", or begins with a sign such as [ { > | * & ! % @ or a quote.

deck: @title@
id: @id@  # stays the same for good: it is how progress finds the deck again
about: How a learnms deck is written, shown by a deck.
audience: [instructor]  # whose deck this is: nurse, patient, instructor; leave the line out for everybody
language: en
version: @year@.1
disclaimer: This deck teaches how decks are written, and nothing about medicines.

# What the deck promises to cover, and how much of it in per cent.
topics:
  format: {title: How a deck is written, weight: 60}
  scoring: {title: How questions are scored, weight: 40}

# Where the facts stand. A sources.yaml beside the deck, with the same entries, is shared by all
# decks of its folder.
sources:
  format:
    title: The learnms deck format
    publisher: learnms
    reviewed: @day@  # when somebody last looked for a newer edition

# Words that the learner can open with a key.
glossary:
  memory: What learnms knows about how well a fact is remembered, and when it is asked again.
  blank: A piece of a sentence that is hidden and asked for.

cards:
  # A card is one fact. `id`, `source` and `checked` belong to every card; `explain` is shown after
  # the answer.
  - id: sample-indent-b2kd
    ask: What tells learnms that fields belong to the same card?
    answer: They begin in the same column
    reverse: no  # yes also asks from the answer back to the question, as a fact of its own
    explain: Only ordinary spaces count for that; tabs do not.
    source: format §1  # a key of `sources`, a space, and the place in it
    checked: @day@  # the day on which somebody held the card against its source
    topic: format
    tags: [sample]
    level: recall  # recall, understand, apply or analyse
    # ignore: {LM503: "the card is about this notation"}  # keeps a finding on style, notation or
    # wording from being reported, for a reason

  # Blanks have a name, c and a number, and may have a hint. Each is remembered on its own.
  - id: sample-blanks-q7wm
    cloze: A card begins with its {{c1::id::which field}}, and its fact stands in a {{c2::source::which field}}.
    # Further ways to ask the same card; each visit draws the one seen longest ago.
    also:
      - part: c1
        ask: Which field comes first in a card?
        answer: Its id
    explain: The id says which memory belongs to the card, so it never changes, whatever happens to the wording.
    source: format §6
    checked: @day@
    topic: format
    level: recall

  # The answer is typed. Several texts may be accepted; case and spaces do not count.
  - id: sample-fix-h4ty
    ask: Which learnms command writes the ids that are missing in a deck?
    type: [fix, learnms fix]
    hint: It has three letters.
    explain: It inserts lines and leaves everything else in the file as it is.
    source: format §6
    checked: @day@
    topic: format
    level: recall

  # One right option. `why` is shown for each option after the answer; `unsafe` marks a choice that
  # would harm.
  - id: sample-colon-v9rs
    ask: An author writes a question that holds a colon and a space. What keeps it a text?
    right:
      text: Quotes around the whole text
      why: Inside quotes a colon is an ordinary sign.
    wrong:
      - text: A second space behind the colon
        why: Any number of spaces behind a colon ends the name of a field.
      - text: A backslash before the colon
        why: Outside quotes a backslash is an ordinary sign and changes nothing.
    explain: Without quotes, what stands before the colon is read as the name of a field.
    source: format §5
    checked: @day@
    topic: format
    level: apply

  # All right options, and no others: a point for each right pick, less one for each wrong pick,
  # never below 0.
  - id: sample-options-c3np
    ask: Which of these kinds show options to pick from?
    select: all
    right: [single, select-all, true-false]
    wrong: [flashcard, typed]
    explain: A flashcard shows its answer, and a typed answer is written by the learner.
    source: format §2
    checked: @day@
    topic: scoring
    level: understand

  # A stated number of right options: a further pick is refused. `last` names the option that is
  # always shown last.
  - id: sample-every-card-x6gf
    ask: Which three of these fields may stand in a card of any kind?
    select: 3
    right: [hint, explain, source]
    wrong: [unit, reverse, last]
    last: source
    explain: The other three belong to certain kinds only.
    source: format §3
    checked: @day@
    topic: format
    level: understand

  - id: sample-partial-m8dz
    ask: In a select-all question, a wrong pick takes away a point that a right pick earned.
    true-false: true
    explain: Right picks less wrong picks, and never below 0.
    source: format §2
    checked: @day@
    topic: scoring
    level: understand

  # Numbers are drawn for the {names}. Each line under `given` is one case. Without the dashes,
  # lists give every combination: `given: {good: [2, 3], bad: [0, 1]}`. After the answer learnms
  # works it out with the numbers drawn; `explain` shows them as {good}, or as a formula {= good -
  # bad}.
  - id: sample-sum-j5xc
    ask: In a select-all question a learner picks {good} right and {bad} wrong options. How many points is that?
    given:
      - {good: 3, bad: 1}
      - {good: 2, bad: 2}
      - {good: 1, bad: 2}
    calc: max(0, good - bad)
    unit: [points, point]
    round: 0
    explain: "{good} right picks less {bad} wrong picks come to {= good - bad}; the points are never below 0."
    source: format §2
    checked: @day@
    topic: scoring
    level: apply

  # Steps stand in the right order here, and are shown in another.
  - id: sample-steps-t6vk
    ask: You begin a deck. Put the steps in order.
    order: [Write the cards, Run learnms fix, Run learnms check, Give the deck to learners]
    explain: Ids come before the check, which would name every card that has none.
    source: format §6
    checked: @day@
    topic: format

  # Each left side has one right side, a point for each; `extra` adds right sides that match
  # nothing.
  - id: sample-pairs-r3hd
    ask: Match each field with what it holds.
    match:
      hint: A help before the answer
      explain: The reason behind the answer
      source: The place where the fact stands
    extra: [What the learner has answered]
    explain: A deck never holds anybody's progress.
    source: format §3
    checked: @day@
    topic: format

  # One column for each row, a point for each row.
  - id: sample-graded-w9fs
    ask: Who says whether the answer was right?
    columns: [The learner, The program]
    rows:
      flashcard: The learner
      typed: The program
      teach-back: The learner
    source: format §2
    checked: @day@
    topic: scoring

  # With lists any number of columns is ticked: in each row right ticks less wrong ones, never below
  # 0.
  - id: sample-fields-k4bn
    ask: In which of these kinds may each field stand?
    columns: [flashcard, single, calculation]
    rows:
      reverse: [flashcard]
      last: [single]
      hint: [flashcard, single, calculation]
    source: format §2
    checked: @day@
    topic: format

  # Options under headings; each heading scores like `select: all`.
  - id: sample-faults-z2xp
    ask: What does each fault do to a card?
    groups:
      Keeps it from study:
        right: [A field that no card has, An id that another card has]
        wrong: [A source that is not declared]
      Makes it a draft:
        right: [No id at all]
        wrong: [No explanation, A wrong answer]
    explain: A draft can be previewed, and is not scheduled until it has an id.
    source: format §7
    checked: @day@
    topic: format

  # A sentence with choices, a point for each blank.
  - id: sample-also-m7cw
    ask: Complete the sentence.
    blanks: Further ways to ask a card stand under {{1}}, and {{2}} says which blank they ask.
    choices:
      1: {right: also, wrong: [was, tags]}
      2: {right: part, wrong: [step, level]}
    source: format §6
    checked: @day@
    topic: format

  # The same, scored as cause and reason: blank 1 is the anchor, and no reason counts without it.
  - id: sample-renamed-d5qt
    ask: A card gets a better id. Complete the sentence.
    blanks: The author adds {{1}}, because {{2}}.
    score: rationale
    choices:
      1: {right: a field `was` with the old id, wrong: [the old card once more, a higher revision]}
      2: {right: memories are found by the id, wrong: [a card may have two ids, the wording has changed]}
    source: format §6
    checked: @day@
    topic: format

  # Spans of a passage: right ones in double brackets, wrong ones in single brackets.
  - id: sample-marks-f8gj
    ask: An author wrote these lines into a card. Mark those that `check` calls an error.
    highlight: "[hint: A protein] / [[anser: CD20]] / [[checked: last week]] / [tags: cells]"
    explain: The field is called `answer`, and a day is written as 2026-11-22.
    source: format §7
    checked: @day@
    topic: format

  # A bow-tie has 2 right of 5 actions, 1 of 4 conditions and 2 of 5 things to monitor.
  - id: sample-bowtie-y3vr
    ask: "`check` says of a new card: it cannot be scheduled. Complete the bow-tie."
    bowtie:
      actions:
        right: [Run learnms fix, Run learnms check again]
        wrong: [Copy the id of another card, Rename the file, Remove the source]
      condition:
        right: The card has no id
        wrong: [The card has no hint, The deck has no glossary, The file is too long]
      monitor:
        right: [The number of errors, The line that was added]
        wrong: [The order of the cards, The length of the title, The number of tags]
    source: format §6
    checked: @day@
    topic: format

  # The learner explains, then ticks the points that were made, and grades the explanation.
  - id: sample-teach-b6nz
    ask: Explain to a colleague why the id of a card never changes.
    teach-back: [A memory is found by the id, With a new id learners begin anew]
    source: format §6
    checked: @day@
    topic: format

# A case unfolds part by part. Each part is a question that is scored; `tests` names the cards that
# it is evidence about.
cases:
  - id: sample-case-h8wq
    title: A deck comes back
    story: A colleague has checked your deck against its source, and sends you a list.
    exhibit:
      List: |
        | Card | Remark |
        |---|---|
        | 1 | The answer is out of date |
        | 2 | The question could be shorter |
    source: format §6
    checked: @day@
    topic: format
    parts:
      - id: sample-case-cue-p2ms
        step: recognize-cues  # one of six, from recognize-cues to evaluate-outcomes
        ask: Which card will learners see again once it is mended?
        right: {text: Card 1, why: Another answer counts as right now.}
        wrong: [{text: Card 2, why: "A wording may change, and every memory stays."}]
      - id: sample-case-end-v9ka
        step: evaluate-outcomes
        story: While mending it you have renamed card 2.
        ask: What hands its memories over?
        type: was
        tests: sample-renamed-d5qt
"""


def template(title: str, id: str, today: date) -> str:
    """The text of a new deck, with the title and id given, checked on the day given."""
    quoted = json.dumps(visible_line(title), ensure_ascii=False)  # what JSON quotes, YAML reads
    filled = (
        _TEMPLATE.replace("@day@", today.isoformat())
        .replace("@year@", str(today.year))
        .replace("@id@", id)
    )
    return filled.replace("@title@", quoted)
