"""How Sphinx makes the site of the project's Markdown files: `make docs`."""

project = "TapStack"
extensions = ["myst_parser"]
root_doc = "docs/index"
include_patterns = ["*.md", "docs/**.md", "benchmarks/*.md", "tap_emulator/README.md", "wheels/*/README.md"]
exclude_patterns = [".*", "build", "cdktf.out", "dist", "node_modules"]
html_theme = "furo"
html_title = "TapStack"
html_show_sphinx = False
html_copy_source = False
myst_heading_anchors = 4
nitpicky = True
suppress_warnings = ["misc.highlighting_failure"]  # a drawing in Mermaid is shown as its text
