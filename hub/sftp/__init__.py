"""The door for parties that push their files over SFTP; what comes in goes through the door of files (Claim Check)."""
