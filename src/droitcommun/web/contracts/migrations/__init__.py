"""The tables, from one version to the next; forward only, and none is ever changed once it has shipped."""
