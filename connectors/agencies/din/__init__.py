"""DİN, the interior ministry's identity service: SOAP 1.1 with an X-Road-like header, three requests a second."""
