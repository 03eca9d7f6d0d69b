"""The SMS gateway of the mobile operators."""
