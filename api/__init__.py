"""How people ask: HTTP, web pages, command line."""
