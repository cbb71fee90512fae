"""What is found out by solving again: explanations, stress, gates, conflicts."""
