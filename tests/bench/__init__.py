"""What a step costs, measured on this machine: `make bench`. See docs/performance.md for what is compared and how."""
