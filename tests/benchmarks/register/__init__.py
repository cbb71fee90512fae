"""A generated register at full size: as programme facts, and as files in the sources' own formats.

No organisation, text, address or number in it is real: every name and sentence is made by a grammar
from this package's own words, web addresses end in ``.example``, telephone numbers are those that
are kept for drama, and every street is an Invented one.
"""
