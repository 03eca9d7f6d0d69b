"""The acts with runs, a file each; the folder is the list of them."""
