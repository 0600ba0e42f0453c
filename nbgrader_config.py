"""nbgrader から見た、この講座。`nbgrader …` と formgrader は、このフォルダで動かす。"""

c = get_config()  # noqa: F821  （nbgrader が用意する）

c.ClearSolutions.code_stub = {
    "python": "# ここに答えを書きましょう\nraise NotImplementedError()",
}
c.ClearSolutions.text_stub = "（ここに答えを書きましょう）"

# 章のフォルダにできるもののうち、配布や提出に含めないもの
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    ".progress.json",
]

# 1つのセルの制限時間（秒）
c.ExecutePreprocessor.timeout = 60

# 集めたファイルの名前は「学籍番号_ノートブック名.ipynb」（nbgrader zip_collect）
c.FileNameCollectorPlugin.named_regexp = r"(?P<student_id>[^_]+)_(?P<file_id>.+)"
