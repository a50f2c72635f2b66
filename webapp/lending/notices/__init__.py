"""Notices: what people are told about their loans, in e-mails written with the act they tell of."""
