"""``python -m partnership_matcher`` is the command `matcher`."""

from partnership_matcher import main

main()
