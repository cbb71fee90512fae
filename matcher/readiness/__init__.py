"""Is an organisation ready for a contract, what is missing, and who helps."""
