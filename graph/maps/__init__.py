"""Shapes of places: their real outlines, or approximate ones made of their centres."""
