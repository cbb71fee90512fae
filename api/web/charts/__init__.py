"""Charts that the server draws: plain numbers in, records for `templates/charts.html` out."""
