"""From words to pathways: what an organisation likely does, by what is said of it."""
