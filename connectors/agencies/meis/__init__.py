"""MEİS, the social register of the ministry of labour: REST, ASCII, numeric codes, status inside HTTP 200."""
