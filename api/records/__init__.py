"""The records that the faces show."""
