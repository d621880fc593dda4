"""What runs in the child process: one reader a format. Nothing else imports these modules."""
