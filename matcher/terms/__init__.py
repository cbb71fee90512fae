"""Which clauses of a sub-contract a small charity must look at, and what is missing."""
