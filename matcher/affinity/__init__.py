"""Who would work well together."""
