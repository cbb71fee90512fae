"""Compiling loops over arrays for the machine."""
