"""Files over SFTP: folders of agencies from which the hub takes them."""
