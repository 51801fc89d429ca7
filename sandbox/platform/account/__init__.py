"""The customer's account: sign-in, balance, licences, budgets."""
