# %% D01 endless loop
# note: 終わらない繰り返し
def scale(x):
    while True:
        pass


# %% D01 endless loop in the cell
# note: セルそのものが終わらない
def scale(x):
    return x * 0


while True:
    pass


# %% D02 loop that swallows interrupts
# note: 中断を飲み込む繰り返し
def scale(x):
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


# %% D02 native code
# note: 割り込めない、長い計算
import numpy as np


def scale(x):
    a = np.random.rand(3000, 3000)
    for _ in range(1000):
        a = a @ a * 1e-4
    return x * 0


# %% D02 signals ignored
# note: すべてのシグナルを無視する
import signal

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass


def scale(x):
    while True:
        pass


# %% D04 memory
# note: メモリを使い切ろうとする【stock では動かさない】
def scale(x):
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


# %% D04 memory of many processes
# note: 子プロセスに分けて、メモリを使い切ろうとする【stock では動かさない】
import os, time


def scale(x):
    for _ in range(8):
        if os.fork() == 0:
            kept = [bytearray(b"x") * 300_000_000]
            time.sleep(60)
            os._exit(0)
    time.sleep(60)


# %% D05 fork bomb
# note: 子プロセスを作り続ける【stock では動かさない】
import os


def scale(x):
    while True:
        try:
            os.fork()
        except OSError:
            pass


# %% D05 threads
# note: スレッドを作り続ける【stock では動かさない】
import threading, time


def scale(x):
    while True:
        try:
            threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        except RuntimeError:
            pass


# %% D06 much printed
# note: 200 MB を印字する
def scale(x):
    for _ in range(200):
        print("x" * 1_000_000)
    return x * 0


# %% D06 much printed by the cell
# note: セルが 200 MB を印字する
for _ in range(200):
    print("x" * 1_000_000)


def scale(x):
    return x * 0


# %% D06 raw output around the limit
# note: 上限を守らない出力を、通信に直接書く
import os, struct, json


def scale(x):
    return x * 0


body = json.dumps(
    {
        "type": "output",
        "output": {"output_type": "stream", "name": "stdout", "text": "x" * 1_000_000},
        "blobs": [],
    }
).encode()
for descriptor in range(3, 20):
    try:
        for _ in range(100):
            os.write(descriptor, struct.pack(">4sIQ", b"DLC1", len(body), 0) + body)
    except OSError:
        pass

# %% D07 rich displays
# note: HTML を 100 MB 表示する
from IPython.display import HTML, display

for _ in range(100):
    display(HTML("x" * 1_000_000))


def scale(x):
    return x * 0


# %% D08 segmentation fault
# note: セグメンテーション違反
def scale(x):
    import ctypes

    ctypes.string_at(0)


# %% D08 own kill
# note: 自分を殺す
def scale(x):
    import os, signal

    os.kill(os.getpid(), signal.SIGKILL)


# %% D09 exit
# note: sys.exit で終わる
def scale(x):
    import sys

    sys.exit(0)


# %% D10 parent killed
# note: 親プロセスと、見えるプロセスすべてを殺す【stock では動かさない】
import os, signal


def scale(x):
    for pid in [os.getppid(), *map(int, filter(str.isdigit, os.listdir("/proc")))]:
        if pid > 1 and pid != os.getpid():
            try:
                os.kill(pid, signal.SIGKILL)
            except OSError:
                pass
    os.kill(-1, signal.SIGKILL)
    return x * 0


# %% D11 disk filled
# note: ディスクをいっぱいにする【stock では動かさない】
def scale(x):
    for place in ("/tmp/fill", "fill", "/dev/shm/fill", "/var/tmp/fill"):
        try:
            with open(place, "wb") as file:
                while True:
                    file.write(b"x" * 10_000_000)
        except OSError:
            pass
    return x * 0


# %% D14 input
# note: 入力を待つ
def scale(x):
    return float(input("答え？"))


# %% D16 very long computation of a value
# note: 大きすぎる値を返す
import numpy as np


def scale(x):
    return np.zeros(100_000_000)


# %% D16 huge integer
# note: 桁の多すぎる整数を返す
def scale(x):
    return 10**1_000_000


# %% D16 deep nesting
# note: 深い入れ子を返す
def scale(x):
    value = []
    for _ in range(100_000):
        value = [value]
    return value


# %% D16 list that contains itself
# note: 自分を含むリストを返す
def scale(x):
    value = [1.0]
    value.append(value)
    return value


# %% D16 endless generator
# note: 終わらないジェネレータを返す
def scale(x):
    while True:
        yield 1.0


# %% D16 many objects
# note: 数えきれないオブジェクトのリストを返す
def scale(x):
    return [object() for _ in range(1_000_000)]


# %% D16 lone surrogates
# note: 文字になれない文字を印字する
print("\ud800\udfff \x00 \x1b[31m \u202e")


def scale(x):
    return "\ud800"


# %% D17 many computing threads
# note: すべてのコアを使おうとする
import os

os.environ["OMP_NUM_THREADS"] = "64"


def scale(x):
    return x * 0


# %% D19 sleep
# note: 眠り続ける（CPU は使わない）
import time


def scale(x):
    time.sleep(1000)


# %% D20 recursion
# note: 終わらない再帰
def scale(x):
    return scale(x)


# %% D21 slow answers in a row
# note: 制限の少し下で、何度も眠る
import time


def scale(x):
    time.sleep(0.8)
    return x * 0


# %% D22 range without an end
# note: 使われたときに初めて大きくなる range を返す
def scale(x):
    return range(10**15)


# %% D22 view larger than its memory
# note: 1つの要素を、1兆個に見せる配列を返す
import numpy as np


def scale(x):
    return np.broadcast_to(np.zeros(1), (10**6, 10**6))
