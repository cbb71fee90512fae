"""Which areas one prime provider should bid for together."""
