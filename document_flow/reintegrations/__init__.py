"""Reintegration: a returned household, its needs, referrals with terms, follow-ups, the three years. Pure."""
