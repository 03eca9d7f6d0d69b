"""The acts of settlements, a file each."""
