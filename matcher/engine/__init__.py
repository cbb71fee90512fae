"""Solving the line-up problem, with proof. It knows no graph."""
