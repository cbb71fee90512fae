"""What is said of a line-up: its members, money, coverage and reasons."""
