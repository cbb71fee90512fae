"""What the command line and the web share: the facts, and the questions asked of them."""
