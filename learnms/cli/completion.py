"""`learnms completion`: a script for the shell, and what the script asks for at every tab.

The scripts hold no commands: they hand the words to learnms, which looks into its own tables. So
one function serves three shells, decks and topics are those of the library, and an old script knows
a new command. `shtab` writes static scripts, which know no decks.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from learnms.cli.arguments.parser import COMMANDS, GLOBAL, build, command_parsers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from learnms.cli.arguments.parser import Parser
    from learnms.cli.context import Context

_BASH = r"""# bash completion for learnms: eval "$(learnms completion bash)"
_learnms() {
    local value description
    local program=${COMP_WORDS[0]/#\~/$HOME} last=${COMP_WORDS[COMP_CWORD]#=}
    COMPREPLY=()
    while IFS=$'\t' read -r value description; do
        if [[ $value == :files ]]; then
            compopt -o filenames 2>/dev/null
            while read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$last")
        else
            COMPREPLY+=("$value")
        fi
    done < <("$program" completion bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _learnms learnms"""

_ZSH = r"""#compdef learnms
# zsh completion for learnms: eval "$(learnms completion zsh)", after compinit
_learnms() {
    local line output program=${${(Q)words[1]}/#\~/$HOME}
    local -a found
    output=$("$program" completion zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    for line in "${(@f)output}"; do
        case $line in
            :files) _files ;;
            ?*) found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
        esac
    done
    (( $#found )) && _describe learnms found
}
if [[ $funcstack[1] == _learnms ]]; then _learnms "$@"; else compdef _learnms learnms; fi"""

_FISH = r"""# fish completion for learnms: learnms completion fish | source
function __learnms_complete
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    for line in ($words[1] completion fish -- $words[2..] "$last" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$last"
        else
            echo $line
        end
    end
end
complete -c learnms -f -a '(__learnms_complete)'"""

_SCRIPTS = {"bash": _BASH, "zsh": _ZSH, "fish": _FISH}

FILES = ":files"
"""Stands for the names of files, which the shell completes itself."""

_FILE_VALUES = {"PATH", "FILE", "FOLDER", "DIR", "REF_OR_FILE", "[FORMAT] FILE"}

Candidate = tuple[str, str]
"""A word and what it does, or `FILES` and ''."""


def completion(context: Context, options: Any) -> int:
    """Print the script of a shell or, with words, what can complete the last of them."""
    if not options.typed:
        print(_SCRIPTS[options.shell])
        return 0
    *before, last = options.typed
    for word, description in candidates(context, before, "" if last == "=" else last):
        # bash shows whatever it is given; the others choose themselves, some by any letters
        if options.shell != "bash" or word == FILES or word.startswith(last) or last == "=":
            print(f"{word}\t{description}" if description else word)
    return 0


def candidates(context: Context, before: Sequence[str], last: str) -> list[Candidate]:
    """What can complete `last` behind the words before it."""
    words = [word for word in before if word != "="]  # bash makes a word of it
    name = _command(words)
    parser = command_parsers(build(name))[name] if name in COMMANDS else build("")
    takers = {
        option: action
        for action in parser._actions
        if action.nargs != 0
        for option in action.option_strings
    }
    option = last.partition("=")[0]
    if option != last and option in (takers | GLOBAL):  # zsh and fish make no words of it
        return [
            (word if word == FILES else f"{option}={word}", description)
            for word, description in _values(context, takers.get(option), name)
        ]
    if words and words[-1] in (takers | GLOBAL):
        return _values(context, takers.get(words[-1]), name)
    if last.startswith("-"):
        return _options(parser, words)
    if name not in COMMANDS:
        return [] if name else [(each, command.words) for each, command in COMMANDS.items()]
    given = len(_plain_words(words, takers)) - 1
    return _values(context, _positional(parser, given), name, given)


def _command(words: Sequence[str]) -> str:
    """The command among the words, or ''."""
    return next(iter(_plain_words(words, ())), "")


def _plain_words(words: Sequence[str], takers: Iterable[str]) -> list[str]:
    """The words that are no options and no values of options."""
    with_value = {*takers, *GLOBAL}
    return [
        word
        for previous, word in pairwise(["", *words])
        if not word.startswith("-") and previous not in with_value
    ]


def _options(parser: Parser, words: Sequence[str]) -> list[Candidate]:
    """The options that may still come: one that stands there already only if it is repeatable."""
    found = [
        (option, action.help or "")
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--")
        and (isinstance(action, argparse._AppendAction) or not {*action.option_strings} & {*words})
    ]
    return found + [(option, help_) for option, (_, help_) in GLOBAL.items()]


def _positional(parser: Parser, number: int) -> argparse.Action | None:
    """What the n-th word of a command means, from 0, or None."""
    places = [action for action in parser._actions if not action.option_strings]
    if number < len(places):
        return places[number]
    return places[-1] if places and places[-1].nargs in ("*", "+") else None


def _values(
    context: Context, action: argparse.Action | None, command: str, given: int = 1
) -> list[Candidate]:
    """What can stand for an action, which is None for the options of every command."""
    if action is None:
        return [(FILES, "")] if given else []
    if action.choices is not None:
        return [(str(choice), "") for choice in action.choices]
    if action.dest == "name":
        return [(each, COMMANDS[each].words) for each in COMMANDS]
    found = [(value, "") for value in _known(context, action, command, given)]
    if action.metavar == "DECK" or action.metavar in _FILE_VALUES:
        found.append((FILES, ""))
    return found


def _known(context: Context, action: argparse.Action, command: str, given: int) -> Iterator[str]:
    """The values that the library, or the module behind the option, knows."""
    if action.dest in ("kind", "status"):
        from learnms.engine.quiz.build import STATUSES
        from learnms.kinds.registry import KINDS

        yield from (*KINDS, "case") if action.dest == "kind" else STATUSES
    elif action.dest == "priority":
        from learnms.decks.model import PRIORITIES

        yield from PRIORITIES
    elif action.dest == "explain":
        import learnms.decks.codes
        import learnms.decks.rules.pages
        import learnms.kinds.codes  # noqa: F401  every family registers its rules when imported
        from learnms.syntax.rules import RULES

        yield from sorted(RULES)
    elif action.dest == "format" or (command == "import" and not given):
        from learnms.exchange.formats import FORMATS, HISTORY

        yield from HISTORY
        kind = "reader" if command == "import" else "writer"
        yield from (each.name for each in FORMATS if getattr(each, kind))
    elif action.metavar == "DECK" or action.dest in ("topic", "case"):
        yield from _of_library(context, action.dest)


def _of_library(context: Context, what: str) -> Iterator[str]:
    with context.workspace() as workspace:
        decks = workspace.queries.deck_files()
        if what == "case":
            from learnms.engine.home.cases import cases_of

            cases = cases_of(workspace.queries, workspace.settings, workspace.today, decks)
            yield from (case.id for case in cases)
        elif what == "topic":
            yield from dict.fromkeys(
                key for row in decks for key, _, _ in row.head.get("topics", [])
            )
        else:
            yield from (row.deck_id for row in decks)
