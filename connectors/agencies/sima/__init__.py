"""SİMA İmza: the phone signature of the state; its protocol is `connectors.web2app`."""
