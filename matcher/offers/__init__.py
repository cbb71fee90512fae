"""Is this offer any good: a sub-contract in pounds by month, and what could go wrong."""
