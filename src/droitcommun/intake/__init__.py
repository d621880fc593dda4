"""What people send: files become values and placed problems, and a workbook to fill in goes out."""
