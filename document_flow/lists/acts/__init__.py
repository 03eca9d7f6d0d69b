"""The acts with lists, a file each; the folder is the list of them."""
