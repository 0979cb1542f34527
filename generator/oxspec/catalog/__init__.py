"""What a hub says about its models, decoded once at the border."""
