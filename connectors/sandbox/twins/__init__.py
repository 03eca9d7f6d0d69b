"""The simulated agencies, one module each."""
