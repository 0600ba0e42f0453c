"""nbgrader から見た、この講座。`nbgrader …` と formgrader は、このフォルダで動かす。"""

import warnings

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
# （フォルダも含めた全体と照合される。学籍番号は、最後の / から最初の _ まで）
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*[/\\])?(?P<student_id>[^/\\_]+)_(?P<file_id>[^/\\]+)"
)

# カーネルとの通信を暗号化する（ほかの利用者から守る。しないと、採点のたびに警告が出る）
c.KernelManager.transport_encryption = "auto"

# nbgrader 0.9 の書き方に SQLAlchemy 2.1 が出す警告で、成績には関わらない
warnings.filterwarnings("ignore", message="Object of type <Submitted", module=r"nbgrader\.api")
