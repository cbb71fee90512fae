"""Reading programmes from folders of tables, checked whole."""
