"""The site: server-rendered French pages; the only package that knows Django."""
