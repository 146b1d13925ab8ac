"""learnms is a flashcard and quiz app for the terminal, scheduled with FSRS, that teaches one drug
well.

Imports go one way, from the top of this list to its bottom:

- `cli`, `tui`, `plain`: the three front ends (commands, screens, lines);
- `engine`: what a front end does, independent of the front ends: sessions, quizzes, home, plans;
- `analysis`: figures, simulation, fitting FSRS, search: pure;
- `exchange`: other programs' formats;
- `store`: events and memories in SQLite, the deck cache;
- `study`: ratings, schedule, replay, session: pure rules of learning;
- `decks`: deck files, identity, findings, authoring;
- `kinds`: the kinds of question and the four ways to respond;
- `syntax`: YAML with places, findings, conversions;
- `errors`, `paths`, `settings`, `clock`, `text`, `markdown`: shared by all.

Words: a *deck* is a YAML file; a *card* is one fact and owns one memory per *part*; a *form* is one
way to ask it; an *answer* is what the learner gave, a *score* its points, a *rating* what FSRS is
told; an *event* is a row of the log; a *memory* is what events lead to; a *study day* begins at
04:00; a *session* is one round of questions; the *library* is the folders of decks in use.
"""

__version__ = "0.1.0"
