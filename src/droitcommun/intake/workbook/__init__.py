"""The workbook that a service fills in, both ways: `forms` says what is asked, `xlsx` and `ods` write it,
`reading` reads it back, `annotation` writes the problems into what came back. Why this shape:
docs/adr/0012-the-workbook.md.
"""  # noqa: D205
