"""The acts with samples and with those in them, a file each."""
