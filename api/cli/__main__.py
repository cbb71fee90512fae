"""Let `python -m api.cli` do what `matcher` does."""

from api.cli import main

main()
