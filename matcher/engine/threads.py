"""How many searches run at the same time."""

THREADS = 2
"""The solver lets go of Python while it works, so threads share the cores."""
