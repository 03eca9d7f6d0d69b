"""Return: draws of homes, as the hub keeps them."""
