"""What people do to stock: asked for, checked, written, undone."""
