"""The routes of the HTTP service, one file for each thing that can be asked about."""
