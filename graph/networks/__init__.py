"""Ties between organisations, and the graph as networkx sees it."""
