"""Contracts that strangers wrote, as text: Word, PDF and plain text, read within limits."""
