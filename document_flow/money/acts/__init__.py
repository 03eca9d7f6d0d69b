"""The acts with money, a file each; the folder is the list of them."""
