"""The acts with a document itself, a file each; the folder is the list of them."""
