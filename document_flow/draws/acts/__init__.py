"""The acts with draws, a file each; the folder is the list of them."""
