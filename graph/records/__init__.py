"""What the graph consists of: its records, their identifiers, kinds and sources."""
