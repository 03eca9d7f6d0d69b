"""Return: draws of homes, move days, and reintegrations of households that have returned."""
