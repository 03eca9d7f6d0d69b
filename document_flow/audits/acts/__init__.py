"""The acts of this room, a file each."""
