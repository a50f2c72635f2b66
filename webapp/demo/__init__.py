"""The demo: a school to look at, a generator of schools of any size, and the mailbox of both."""
