"""What every face shares: the facts at hand and the questions asked of them."""
