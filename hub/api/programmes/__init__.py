"""Cases and applications over HTTP: for officials, and for the parties that hand applications in."""
