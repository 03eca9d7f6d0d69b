"""The acts on an approval path, a file each or a few that belong together; the folder is the list of them."""
