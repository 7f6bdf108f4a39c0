"""What a cart costs and earns: pure, and the only place where prices, discounts and earnings are computed."""
