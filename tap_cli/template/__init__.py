"""What `tap init` makes a project of: a whole project that is called `shop`, and its Pulumi version."""
