"""nbgrader から見た、この講座。`nbgrader …` と formgrader は、このフォルダで動かす。"""

import os

from course.gradebook import nbgrader_patches
from course.sealed import preprocessors

c = get_config()  # noqa: F821  （nbgrader が用意する）

# 提出されたコードは bubblewrap の中で、テストはその外で動かす
preprocessors.configure(c)

# フィードバックのページは、ネットワークがなくても読める
c.GenerateFeedback.exporter_class = "course.feedback.exporter.FeedbackExporter"

# 成績簿は、このフォルダの gradebook.db（SQLite）。何人かで同時に採点するときは、PostgreSQL の
# URL を環境変数に入れる（パスワードを、このファイルに書かずにすむ。docs/gradebook.md）
if os.environ.get("DL_COURSE_GRADEBOOK"):
    c.CourseDirectory.db_url = os.environ["DL_COURSE_GRADEBOOK"]
nbgrader_patches.configure(c)

c.ClearSolutions.code_stub = {
    "python": "# ここに答えを書きましょう\nraise NotImplementedError()",
}
c.ClearSolutions.text_stub = "（ここに答えを書きましょう）"

# 受講者用のリポジトリ（course bundle）を公開する、GitHub の URL。書くと、受講者のノートブックに、
# Colab で開くリンクと、その準備のセルが入る（docs/classroom.md）
c.StudentsRepository.url = os.environ.get("DL_COURSE_STUDENTS", "")
c.StudentsRepository.branch = "main"
# 自習版（course bundle --self-study）を公開するなら、それだけのリポジトリ。上とは別のもの
c.StudentsRepository.self_study_url = os.environ.get("DL_COURSE_SELF_STUDY", "")

# 章のフォルダにできるもののうち、配布や提出に含めないもの
c.CourseDirectory.ignore = [
    ".ipynb_checkpoints",
    "*.pyc",
    "__pycache__",
    "feedback",
    ".progress.json",
]

# 1つのセルと、ノートブック全体の制限（時間は秒、大きさは MB）
c.SealedExecute.cell_seconds = 60
c.SealedExecute.cell_cpu_seconds = 60
c.SealedExecute.notebook_seconds = 600
c.SealedExecute.notebook_cpu_seconds = 600
c.SealedExecute.memory = 2_000
c.SealedExecute.processes = 64
c.SealedExecute.file_size = 100
c.SealedExecute.disk = 200
c.SealedExecute.output = 20
# 採点する側（テストとページ）の制限：cell_seconds に足す秒、ページを作る秒、メモリ（MB）
c.SealedExecute.grace_seconds = 30
c.SealedExecute.page_seconds = 60
c.SealedExecute.grader_memory = 1_500

# 集めたファイルの名前は「学籍番号_ノートブック名.ipynb」（nbgrader zip_collect）
# （フォルダも含めた全体と照合される。学籍番号は、最後の / から最初の _ まで）
c.FileNameCollectorPlugin.named_regexp = (
    r"(?:.*[/\\])?(?P<student_id>[^/\\_]+)_(?P<file_id>[^/\\]+)"
)

# カーネルとの通信を暗号化する（ほかの利用者から守る。しないと、採点のたびに警告が出る）
c.KernelManager.transport_encryption = "auto"
