"""Open Referral HSDS 3: checked, read and written (see docs/services.md)."""
