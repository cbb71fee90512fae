"""How well the model of partners does on works that it has not seen."""
