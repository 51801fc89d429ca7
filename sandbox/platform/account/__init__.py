"""Who the customer is and what stands on the account: sign-in, balance, licences, budgets."""
