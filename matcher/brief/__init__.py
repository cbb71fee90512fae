"""What a bidder asks: the request itself, its gates, the names that it uses."""
