"""The line-up problem in numbers. It knows no graph."""
