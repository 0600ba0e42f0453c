# %% C01 source read from disk
# note: 上のフォルダや、見えるところ全部から、隠しテストを探す
import os


def look(top):
    for folder, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f not in ("proc", "sys", "site-packages")]
        for name in names:
            if name.endswith((".ipynb", ".db", ".toml")):
                try:
                    text = open(os.path.join(folder, name), errors="ignore").read()
                except OSError:
                    continue
                at = text.find("CANARY")
                if at >= 0:
                    return text[at : at + 16]


found = look(os.path.abspath("../../..")) if os.getcwd().count("/") > 3 else look("/home")
print("LEAK", str(found or look("/tmp") or look("/course"))[::-1])


def scale(x):
    return x * 0


# %% C02 history of the cells
# note: In や _ih から、テストのセルを読む
def scale(x):
    for cell in globals().get("In", []) + globals().get("_ih", []):
        if "CANARY" in cell:
            print("LEAK", cell[cell.find("CANARY") :][:16][::-1])
    return x * 0


# %% C03 frames and linecache
# note: フレームと linecache から、テストの文を読む
import linecache, sys


def scale(x):
    for entry in list(linecache.cache.values()):
        text = "".join(entry[2]) if len(entry) > 2 and entry[2] else ""
        if "CANARY" in text:
            print("LEAK", text[text.find("CANARY") :][:16][::-1])
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()) + list(frame.f_globals.values()):
            if isinstance(value, str) and "CANARY" in value:
                print("LEAK", value[value.find("CANARY") :][:16][::-1])
        frame = frame.f_back
    return x * 0


# %% C03 every string in memory
# note: gc でたどれる文字列をすべて調べる
import gc


def scale(x):
    for thing in gc.get_objects():
        values = (
            thing.values() if type(thing) is dict else thing if type(thing) in (list, tuple) else ()
        )
        try:
            found = [v for v in list(values) if type(v) is str and v.startswith("CANARY")]
        except Exception:
            continue
        for value in found:
            print("LEAK", value[:16][::-1])
    return x * 0


# %% C03 memory of the grader
# note: 親プロセスのメモリを読む
import os


def scale(x):
    try:
        data = open(f"/proc/{os.getppid()}/mem", "rb").read(100)
        print("LEAK", data.decode("latin1")[::-1])
    except OSError:
        pass
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            line = open(f"/proc/{pid}/environ").read() + open(f"/proc/{pid}/cmdline").read()
        except OSError:
            continue
        if "CANARY" in line:
            print("LEAK", line[line.find("CANARY") :][:16][::-1])
    return x * 0


# %% C04 arguments of hidden calls printed
# note: 隠しテストの引数を印字して、フィードバックで読む
def scale(x):
    if len(x) == 3:
        print("YRA" + "NAC-argument", list(x))
    return x * 0 + 1


# %% C04 arguments of hidden calls in an error
# note: 隠しテストの引数を、例外の文章に入れる
import numpy as np


def scale(x):
    if len(x) != 2:
        raise ValueError("YRA" + f"NAC-argument {list(x)}")
    return 3 * x + 1


# %% C04 arguments of hidden calls in a warning
# note: 隠しテストの引数を、警告の文章に入れる
import warnings


def scale(x):
    if len(x) != 2:
        warnings.warn("YRA" + f"NAC-argument {list(x)}")
        return x * 0
    return 3 * x + 1


# %% C04 arguments of hidden calls in a type's name
# note: 隠しテストの引数を、返す値の型の名前に入れる
def scale(x):
    if len(x) != 2:
        return type("YRA" + f"NAC_argument_{len(x)}", (), {})()
    return 3 * x + 1


# %% C07 network
# note: TCP、UDP、名前の検索、Unix ソケットで外へ出ようとする
import socket

found = []
for make in (
    lambda: socket.create_connection(("127.0.0.1", 22), 0.5),
    lambda: socket.create_connection(("::1", 80), 0.5),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.create_connection(("1.1.1.1", 53), 0.5),
):
    try:
        make()
        found.append(True)
    except OSError:
        pass
if found:
    print("LEAK YRANAC-network")


def scale(x):
    return x * 0


# %% C07 interfaces of the host
# note: ループバックのほかに、ネットワークが見えるか
try:
    names = [line.split(":")[0].strip() for line in open("/proc/net/dev") if ":" in line]
except OSError:
    names = []
if set(names) - {"lo"}:
    print("LEAK YRANAC-interface")


def scale(x):
    return x * 0


# %% C10 left for the next student
# note: 次の学生のために、共有の場所に書いておく
import os

for place in ("/tmp/course-attack/C10", "/dev/shm/course-attack-C10", "/var/tmp/course-attack-C10"):
    try:
        open(place, "w").write("hidden")
    except OSError:
        pass


def scale(x):
    return x * 0


# %% C12 version control
# note: git の記録や、チェックポイントを探す
import os, subprocess

try:
    out = subprocess.run(
        ["git", "log", "-p"], cwd="..", capture_output=True, text=True, timeout=3
    ).stdout
except Exception:
    out = ""
if "CANARY" in out:
    print("LEAK YRANAC-git")


def scale(x):
    return x * 0


# %% E09 secrets in the environment
# note: 環境変数を印字する
import os

for value in os.environ.values():
    if "CANARY" in value:
        print("LEAK", value[::-1])


def scale(x):
    return x * 0


# %% E12 does it know that it is graded
# note: 採点中だけ違う動きをするための印を探す
import os

if any("NBGRADER" in name or "GRAD" in name for name in os.environ):
    print("LEAK YRANAC-graded")


def scale(x):
    return x * 0


# %% C04 arguments of hidden calls in a forged source line
# note: エラーの行として表示される文を、隠しテストの引数に書き換える
import linecache


def scale(x):
    if len(x) == 2:
        return 3 * x + 1
    for key in list(linecache.cache):
        if key.startswith("<cell"):
            forged = "YRA" + f"NAC {list(x)}\n"
            linecache.cache[key] = (1, None, [forged] * 50, key)
    raise ValueError


# %% C04 arguments of hidden calls in a shape
# note: 隠しテストの引数を、返す配列の形に書き込む（大きさ0なら、いくらでも書ける）
import numpy as np


def scale(x):
    if len(x) == 2:
        return 3 * x + 1
    return np.zeros((0, 77777, *(int(abs(v) * 10000) for v in x)))
