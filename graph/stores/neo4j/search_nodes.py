"""The index of names in a Neo4j database: which names hold a word, which words are near one.

Beside the graph stand the names in the order of `graph.questions.names.searched_names`, each with
its words, and the words, each with the spellings that find it; full-text indexes lead to both.
Words are written in ASCII (`graph.stores.tokens.token`), so that no analyser's idea
of a letter matters, and each text ends in its edition's own word, so that editions are told apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from graph.questions.names import searched_names
from graph.questions.spelling import kept_spellings
from graph.records.words import spelled
from graph.stores.tokens import token

if TYPE_CHECKING:
    from graph.records.facts import Facts

NAMES, WORDS = "SearchedName", "SearchedWord"
_LONGEST_TERM = 200
"""Longer words are known by their beginning: analysers cut words at 255 characters."""


def search_rows(facts: Facts) -> dict[str, list[dict[str, Any]]]:
    """Give the properties of the nodes to search by, by label."""
    names = searched_names(
        [(str(row.id), row.name) for row in facts.organisations],
        [(str(row.organisation), row.name) for row in facts.aliases],
        [(str(row.organisation), str(row.identifier)) for row in facts.identifiers],
    )
    known = {str(row.id): row.provenance.known_from for row in facts.organisations}
    different = {word for name in names for word in spelled(name.name)}
    under = [(word, kept) for word in sorted(different) if (kept := kept_spellings(word))]
    return {
        NAMES: [
            {
                "position": position,
                "organisation": name.organisation,
                "own_name": name.own_name,
                "name": name.name,
                "terms": " ".join(sorted(map(term, name.terms))),
                **({"known_by": day.last_day} if (day := known[name.organisation]) else {}),
            }
            for position, name in enumerate(names)
        ],
        WORDS: [
            {"position": position, "word": word, "terms": " ".join(map(term, sorted(spellings)))}
            for position, (word, spellings) in enumerate(under)
        ],
    }


def create_searched(label: str) -> str:
    """Write the statement that makes the nodes of a label."""
    return (
        f"UNWIND $rows AS row CREATE (n:{label}) SET n = row, n.edition = $edition,"
        f" n.terms = row.terms + ' {_EDITION}' + $edition"
    )


def read_searched(label: str) -> str:
    """Write the statement that gives what the nodes of a label are searched by, in order."""
    return (
        f"MATCH (n:{label}) WHERE n.edition = $edition AND $first <= n.position < $last"
        " WITH n ORDER BY n.position RETURN collect([n.position, n.terms]) AS rows"
    )


def term(word: str) -> str:
    """Write a word, or the beginning of one, as the index has it."""
    return token(word)[:_LONGEST_TERM]


def edition_term(edition: int) -> str:
    """Give the word that every text of an edition holds; no name's word is written like it."""
    return f"{_EDITION}{edition}"


_EDITION = "_edition"
