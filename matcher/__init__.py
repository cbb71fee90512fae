"""What we conclude: demand, supply, affinity, line-ups and their reasons. Pure: no I/O."""
