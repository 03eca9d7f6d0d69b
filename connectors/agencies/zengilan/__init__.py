"""The executive power of Zəngilan district: hands over the list of its families that three parties sign (F5)."""
