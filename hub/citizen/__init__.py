"""The citizen's own page: one's family, rights, cases and papers, who saw one's data, and figures for everybody."""
