"""Other questions than a line-up for one area, each a module."""
