"""Who is who: which identifiers are of one organisation."""
