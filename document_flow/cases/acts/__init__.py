"""The acts with cases, a file each; the folder is the list of them."""
