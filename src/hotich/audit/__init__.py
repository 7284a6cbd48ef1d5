"""What no other log holds: sign-ins, views of personal data, exports; and the seals over every log."""
