"""Examples of checked terms for OpenAPI: the reading's own answers, cut short."""

from __future__ import annotations

from dataclasses import replace

from api.service.terms import read_words, terms_help
from api.web.examples import plain

_WORDS = (
    "5.1 The Prime shall pay each valid invoice within 60 days of receipt, and the Sub-contractor"
    " shall send its invoices in the first week of each month."
)
_READ, _HELP = read_words(_WORDS), terms_help()
_TERMS = replace(_READ.terms, missing=_READ.terms.missing[:1], standards=_READ.terms.standards[:1])
CHECKED = plain(replace(_READ, terms=_TERMS, advisers=_READ.advisers[:1]))
HELP = plain(replace(_HELP, looked_for=_HELP.looked_for[:1], advisers=_HELP.advisers[:1]))
