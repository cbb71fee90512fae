"""What the facts say about a request: who could do what, where, how much of it."""
