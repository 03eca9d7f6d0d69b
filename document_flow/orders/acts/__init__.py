"""The acts with resolutions (dərkənar), a file each; the folder is the list of them."""
