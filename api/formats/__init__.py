"""Answers as JSON, CSV, Markdown and words; briefs as TOML."""
