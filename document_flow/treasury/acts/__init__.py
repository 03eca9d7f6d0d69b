"""The acts with requests to the treasury, a file each; the folder is the list of them."""
