"""One line-up for every area, in which each body has one capacity over all areas."""
