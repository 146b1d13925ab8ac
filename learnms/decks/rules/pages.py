"""The rules of families LM3, LM6, LM7 and LM9, with what `--explain` says about each.

Sources: "Haladyna 2002" is Haladyna, Downing and Rodriguez, A review of multiple-choice
item-writing guidelines, Applied Measurement in Education 15:309-334. "NBME guide" is the NBME
Item-Writing Guide, which continues Case and Swanson, Constructing written test questions for the
basic and clinical sciences. "Schmucker and Moore 2025" is arXiv 2503.10533: in 7,126 questions,
flaws of these kinds predicted how well a question measures, but did not replace answers.
"""

from learnms.syntax.rules import Rule, register

_DECK_WIDE = ("LM317", "LM318", "LM703", "LM704", "LM706", "LM707", "LM901")


def _advice(
    code: str, severity: str, title: str, what: str, why: str, bad: str, good: str, limit: str = ""
) -> Rule:
    return Rule(
        code,
        "warning" if severity == "warning" else "info",
        title,
        what,
        keeps_out=False,
        why=why,
        bad=bad,
        good=good,
        threshold=limit,
        deck_wide=code in _DECK_WIDE,
    )


register(
    _advice(
        "LM301",
        "warning",
        "a negative word without emphasis",
        "The question asks for the exception, but `not`, `except` or `least` looks like any other"
        " word. Turn the question around, or write the word in capitals or in bold.",
        "A reader in a hurry misses the word and answers the opposite question, so a miss says"
        " nothing about the fact (Haladyna 2002; NBME guide).",
        "Which finding is not expected after the infusion?",
        "Which finding is **not** expected after the infusion?",
    ),
    _advice(
        "LM302",
        "warning",
        "a negative question with a negative option",
        "The question is negative, and so is an option with `not` or `never`. Word one of them"
        " positively.",
        "Two negatives have to be untangled before the fact can be recalled: the question tests"
        " logic, not nursing (Haladyna 2002).",
        "Which advice is NOT right?\n- Do not stop the infusion",
        "Which advice is right?\n- Keep the infusion running",
    ),
    _advice(
        "LM303",
        "warning",
        "all or none of the above",
        "Options are shuffled, so there is no “above”. Ask with `select: all`, or replace the"
        " option by a real one."
        " `None of these` is fine as the `last:` option.",
        "Learners who know two right options pick “all of the above” without knowing the third;"
        " “none of the above” shows that a learner knows what is wrong, not what is right"
        " (Haladyna 2002; NBME guide).",
        "wrong: [Fever, Chills, All of the above]",
        "select: all",
    ),
    _advice(
        "LM304",
        "warning",
        "the right option is much longer",
        "The right option is at least a third longer than the longest wrong one. Shorten it and"
        " move the details to `explain`, or give the wrong options as much detail.",
        "Authors qualify what is right and leave the rest short. Test takers know this, and pick"
        " the longest option (NBME guide; Haladyna 2002).",
        "right: Slow the rate, treat the symptoms, and watch until they clear\nwrong: [Wait]",
        "right: Slow the infusion\nwrong: [Stop the infusion, Speed it up]",
        "key-length-ratio",
    ),
    _advice(
        "LM305",
        "info",
        "only the right option has a number",
        "The right option names a number, and no wrong option does. Give each of them one, or"
        " leave it to `explain`.",
        "The most precise option stands out, so it can be picked without knowing the fact (NBME"
        " guide).",
        "right: Within 24 hours\nwrong: [At the next visit, When symptoms return]",
        "right: Within 24 hours\nwrong: [Within 4 hours, Within 72 hours]",
        "fewest-wrong-options",
    ),
    _advice(
        "LM306",
        "warning",
        "only the right option hedges",
        "The right option says `usually`, `may` or the like, and no wrong option does. Drop the"
        " hedge, or make the wrong options as careful.",
        "A careful sentence is more often true than a bold one, and test takers know it (NBME"
        " guide; Haladyna 2002).",
        "right: It may lower immunoglobulins\nwrong: [It raises them, It clears them]",
        "right: It lowers immunoglobulins\nwrong: [It raises them, It clears them]",
        "fewest-wrong-options",
    ),
    _advice(
        "LM307",
        "warning",
        "absolute words only in wrong options",
        "Several wrong options say `always`, `never`, `only` or the like, and the right one does"
        " not. Make them less absolute, so that they have to be known to be wrong.",
        "Few things are always true. Test takers cross out absolute options without reading on"
        " (NBME guide; Haladyna 2002).",
        "wrong: [Always stop for good, Never give steroids, Slow only if asked]",
        "wrong: [Stop for good, Leave out the steroid, Slow it at the next visit]",
        "absolute-options",
    ),
    _advice(
        "LM308",
        "warning",
        "options that overlap",
        "Two options cover the same numbers, so both can be right. Move their limits apart.",
        "A question with one key must have one answer; options should not overlap (Haladyna 2002;"
        " NBME guide).",
        "right: 10–20 mL\nwrong: [20–30 mL, 15 mL]",
        "right: 10–20 mL\nwrong: [21–30 mL, 5 mL]",
    ),
    _advice(
        "LM309",
        "warning",
        "options that are almost alike",
        "Two options differ only in small words, such as articles. Replace one, or make the"
        " difference plain.",
        "Two options that mean the same cannot both be right, so both are crossed out: the"
        " question has one option less than it seems (NBME guide).",
        "wrong: [Call the prescriber now, Call prescriber now]",
        "wrong: [Call the prescriber now, Finish the infusion first]",
    ),
    _advice(
        "LM310",
        "warning",
        "options that combine others",
        "Options such as `A and C` or `1 and 3 only` refer to positions, but options are shuffled."
        " Ask with `select: all`.",
        "Such K-type items are harder to read than to answer, and partial knowledge gives the key"
        " away (Haladyna 2002; NBME guide).",
        "right: A and C only\nwrong: [A and B, All three]",
        "select: all",
    ),
    _advice(
        "LM311",
        "warning",
        "a question that asks nothing by itself",
        "The stem is a fragment, or asks only which statement is true, so it cannot be answered"
        " before the options are read. Ask one thing, in a sentence.",
        "Cover the options: a focused stem can still be answered (NBME guide, the “cover the"
        " options” rule; Haladyna 2002).",
        "Which of the following is true?",
        "How long is the patient observed after the infusion?",
        "fewest-stem-words",
    ),
    _advice(
        "LM312",
        "info",
        "a blank near the start",
        "The blank is in the first half of the stem, so the sentence has to be read twice. Ask a"
        " question, or move the blank to the end.",
        "The reader has to hold the sentence in memory until its end (NBME guide).",
        "____ is given 30 minutes before the infusion.",
        "What is given 30 minutes before the infusion?",
    ),
    _advice(
        "LM313",
        "warning",
        "an article that gives options away",
        "The stem ends in `a` or `an`, which fits only some of the options. Write `a(n)`, or move"
        " the article into the options.",
        "An option that does not fit the grammar is crossed out unread (NBME guide; Haladyna"
        " 2002).",
        "Before the infusion the nurse gives an:\n- antihistamine\n- steroid",
        "What does the nurse give before the infusion?\n- An antihistamine\n- A steroid",
    ),
    _advice(
        "LM314",
        "info",
        "a word of the question in the right option only",
        "The right option repeats a telling word of the question, and no wrong option repeats any."
        " Reword the question or the option.",
        "A “clang” association: learners match words instead of recalling the fact (NBME guide).",
        "Which test screens for hepatitis?\n- Hepatitis panel\n- Chest X-ray",
        "Which result has to be on file first?\n- HBsAg and anti-HBc\n- Chest X-ray",
        "echo-letters",
    ),
    _advice(
        "LM315",
        "warning",
        "a rationale that names an option by its letter",
        "Options are shuffled and numbered for each attempt, so `option B` means nothing to"
        " learners. Say what the option says, or write its own `why`.",
        "learnms shuffles options, so that learners remember the fact and not the letter.",
        "explain: Option B is wrong because steroids come first.",
        "explain: The antibiotic is wrong because steroids come first.",
    ),
    _advice(
        "LM316",
        "info",
        "options without a rationale",
        "Learners see after each answer why an option is wrong, if it has a `why`.",
        "Explanations teach more than the right answer alone (effect 0.49 against 0.32, Van der"
        " Kleij 2015), and repair what wrong options teach (Butler and Roediger 2008).",
        "wrong: [Wait]",
        "wrong: [{text: Wait, why: The throat can swell within minutes.}]",
    ),
    _advice(
        "LM317",
        "warning",
        "true or false leans to one side",
        "Most statements of the deck have the same answer. Reword some of them.",
        "A learner who always gives that answer passes without knowing anything (Haladyna 2002, on"
        " balanced keys).",
        "9 of 12 statements are true",
        "6 of 12 statements are true",
        "true-false-share",
    ),
    _advice(
        "LM318",
        "warning",
        "the right option is the longest or shortest too often",
        "In this deck, length alone gives the answer away more often than chance would, even if"
        " each question looks fine.",
        "Authors qualify what is right. Learners notice within a quiz (NBME guide; Haladyna 2002).",
        "14 of 20 right options are the longest",
        "6 of 20 right options are the longest",
        "key-extreme-share",
    ),
    _advice(
        "LM601",
        "warning",
        "a word that does not fit the line",
        "The text has a word or address wider than the narrowest page (60 columns), where it is"
        " broken in the middle. Shorten it, or name the page instead of its address.",
        "Wrapping happens between words; a broken address cannot be copied or read aloud.",
        "See https://example.org/a/very/long/address/that/nobody/can/type/into/anything",
        "See the label, section 2.3",
        "columns",
    ),
    _advice(
        "LM602",
        "warning",
        "a table that does not fit",
        "The table is wider than the narrowest page (60 columns), so each of its rows is shown as a"
        " list. Shorten its cells, or use fewer columns.",
        "A table is there for comparing rows, and lists are hard to compare.",
        "| Time after start of infusion | Systolic blood pressure | Diastolic blood pressure |",
        "| Time | BP |",
        "columns",
    ),
    _advice(
        "LM603",
        "warning",
        "an exhibit that is too long",
        "One tab of the exhibit has more lines than a page shows. Keep what the question needs, or"
        " split it into tabs.",
        "A reader who scrolls loses sight of the question.",
        "exhibit: {Chart: 40 lines}",
        "exhibit: {Vitals: 6 lines, Notes: 8 lines}",
        "exhibit-lines",
    ),
    _advice(
        "LM604",
        "warning",
        "an option that is too long",
        "An option takes more lines than can be compared at a glance. Keep what differs, and move"
        " the rest to the question or to `why`.",
        "Options should be short; what they share belongs in the stem (Haladyna 2002; NBME guide).",
        "right: The nurse first stops the infusion, then … (five lines)",
        "right: Stop the infusion",
        "option-lines",
    ),
    _advice(
        "LM701",
        "warning",
        "two cards that ask almost the same",
        "Two cards of the deck have almost the same question and the same answer. Merge them: a"
        " card can be asked in several ways under `also`.",
        "A fact on two cards is reviewed twice, and one review gives the other away.",
        "How often is maintenance given?\nHow often is the maintenance given?",
        "One card with the second wording under `also`",
        "question-likeness",
    ),
    _advice(
        "LM702",
        "warning",
        "one question with different answers",
        "Two cards ask the same and expect different answers. Add what tells them apart: the"
        " product, the region, the day.",
        "Interference is the most common reason why cards are forgotten (Wozniak, Twenty rules of"
        " formulating knowledge, rule 11).",
        "What is the dose? 600 mg\nWhat is the dose? 920 mg",
        "What is the IV dose? 600 mg\nWhat is the subcutaneous dose? 920 mg",
    ),
    _advice(
        "LM703",
        "warning",
        "a topic that is far from its planned share",
        "The topic's share of the deck is far from its `weight` in the blueprint, or the weights"
        " add up to more than 100. Add or move cards, or correct `weight`.",
        "A test measures what it promises only if its content follows the blueprint (NBME guide;"
        " Haladyna 2002, content guidelines).",
        "weight: 40, with 12% of the cards",
        "weight: 40, with 37% of the cards",
        "blueprint-points",
    ),
    _advice(
        "LM704",
        "info",
        "too many core cards",
        "A large part of the deck is `priority: core`, so core says little. Keep it for what"
        " every learner must know.",
        "New cards come core first across all decks; if everything is core, nothing is.",
        "12 of 30 cards are core",
        "4 of 30 cards are core",
        "core-share",
    ),
    _advice(
        "LM705",
        "info",
        "a card that never asks for recall",
        "Every form of the card offers its answer. Add one under `also` that asks for it: a"
        " flashcard, a blank, or a typed answer.",
        "Recall teaches more than recognition: multiple choice alone showed no effect in one"
        " university course, short answers did (Greving and Richter 2018).",
        "ask, right, wrong",
        "ask, right, wrong, and under `also:` the question with `answer:`",
    ),
    _advice(
        "LM706",
        "info",
        "a source that nothing cites",
        "The deck declares a source, but no card names it. Cite it or remove it.",
        "Learners assume that the deck is based on every source it lists.",
        "sources: {uspi: …, blog: …} with every card citing `uspi`",
        "sources: {uspi: …}",
    ),
    _advice(
        "LM707",
        "info",
        "a topic without cards",
        "The deck declares a topic, but no card has it. Write a card, or remove the topic.",
        "The blueprint tells learners what they will be asked.",
        "topics: {dose: Dose, storage: Storage} with no card about storage",
        "topics: {dose: Dose}",
    ),
    _advice(
        "LM901",
        "warning",
        "a deck that is hard to read",
        "The texts for patients need more years of school than planned, by the Flesch-Kincaid"
        " grade. Terms of the glossary and the `easy-words` of `learnms.toml` count as short words."
        " Shorten sentences and use everyday words.",
        "Materials for patients should be at or below grade 6 (as AMA and NIH advise);"
        " formula: Kincaid et al. 1975.",
        "Discontinue the medication if anaphylaxis is suspected.",
        "Stop the drug if your throat swells.",
        "grade",
    ),
    _advice(
        "LM902",
        "warning",
        "a long sentence",
        "A sentence for patients has more words than most people keep in mind. Split it.",
        "Short sentences are the surest way to be clear (AHRQ Health Literacy Universal"
        " Precautions Toolkit, tool 11).",
        "If you have a fever or a cough on the day before you come in for your dose, then you"
        " should call the team before you leave home.",
        "Do you have a fever or a cough on the day before? Call your team before you leave.",
        "sentence-words",
    ),
    _advice(
        "LM903",
        "warning",
        "a word that patients do not use",
        "There is an everyday word for it. Use that, or explain the word in the deck's `glossary`.",
        "Everyday words first; a needed term is explained (AHRQ Universal Precautions Toolkit,"
        " tool 11; CDC Clear Communication Index).",
        "The drug is administered twice a year.",
        "You get the drug twice a year.",
    ),
    _advice(
        "LM904",
        "info",
        "a long word that is not explained",
        "The word has many syllables and is neither in the deck's `glossary` nor in the"
        " `easy-words` of `learnms.toml`.",
        "Long words make a text hard to read; a glossary lets readers look them up (CDC Clear"
        " Communication Index).",
        "Your immunoglobulins are measured.",
        "glossary: {immunoglobulins: Parts of the blood that fight germs.}",
        "word-syllables",
    ),
    _advice(
        "LM905",
        "warning",
        "a risk as “1 in x”",
        "Write the risk as a number of people, always out of the same number: `2 of 100 people`.",
        "With “1 in x” the smaller risk has the larger number, and readers take it for the larger"
        " risk (Trevena et al. 2013, BMC Medical Informatics and Decision Making 13:S7).",
        "1 in 50 people gets shingles.",
        "2 of 100 people get shingles.",
    ),
    _advice(
        "LM906",
        "warning",
        "a relative risk alone",
        "The text says how much a risk changes, but not how large it is. Add both risks as numbers"
        " of people.",
        "Relative risks alone made people choose other treatments in a trial with 2,978 readers"
        " (Carling et al. 2009, PLoS Medicine; Trevena et al. 2013).",
        "The drug cuts relapses by half.",
        "Of 100 people, about 15 had a relapse with the drug and 30 with the other one.",
    ),
    _advice(
        "LM907",
        "warning",
        "a percentage with decimals",
        "Write the risk as a whole number of people, with a larger whole if needed: `5 of 1,000"
        " people`.",
        "Decimals and percentages are hard to picture; one whole and whole people are not (Trevena"
        " et al. 2013).",
        "It happens to 0.5% of people.",
        "It happens to 5 of 1,000 people.",
    ),
)
