"""The immutable columnar view of the facts that the matcher reads."""
