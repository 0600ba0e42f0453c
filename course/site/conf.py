"""Sphinx's settings for the course's web site (`make site`)."""

project = "ディープラーニング講座　NumPyでゼロから"
language = "ja"
html_title = "ディープラーニング講座"

extensions = ["myst_nb", "course.site.formulas", "course.site.pages"]
nb_execution_mode = "off"  # the outputs are stored in the chapters
nb_merge_streams = True
myst_enable_extensions = ["dollarmath"]
myst_update_mathjax = False
myst_heading_anchors = 3  # links such as classroom.md#遅れの数え方, as GitHub has them
suppress_warnings = ["misc.highlighting_failure"]  # code with blanks to fill in: 【ア】
html_math_renderer = "formulas"
locale_dirs = ["locale"]

html_theme = "furo"
pygments_dark_style = "a11y-high-contrast-dark"
templates_path = ["templates"]
html_static_path = ["static"]
html_css_files = ["site.css"]
html_js_files = [("site.js", {"defer": "defer"})]
html_favicon = "static/favicon.svg"
html_additional_pages = {"search": "search-page.html"}
html_copy_source = False
html_show_copyright = False
html_show_sphinx = False
html_use_index = False
html_domain_indices = False
html_permalinks_icon = "#"

FONTS = '"Hiragino Sans", "Yu Gothic UI", "Noto Sans JP", "Noto Sans CJK JP", sans-serif'
CODE = 'ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", "Noto Sans Mono CJK JP", monospace'
html_theme_options = {
    "light_css_variables": {
        "font-stack": FONTS,
        "font-stack--headings": FONTS,
        "font-stack--monospace": CODE,
        "color-brand-primary": "#0b5394",
        "color-brand-content": "#0b5394",
        "color-brand-visited": "#5b3a8c",
        "color-foreground-muted": "#595f66",
        "formula-blue": "#0072b2",
        "formula-orange": "#b34700",
        "formula-grey": "#6b6b6b",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8ec5ff",
        "color-brand-content": "#8ec5ff",
        "color-brand-visited": "#c8aeff",
        "color-foreground-muted": "#a5abb3",
        "formula-blue": "#7cc4ff",
        "formula-orange": "#ff9d5c",
        "formula-grey": "#a8a8a8",
    },
}
