# %% G10 colour codes
# note: 色の命令を19万個印字する（色をつけるのに、個数の2乗の時間がかかる）
print("\x1b[31m" * 190_000)


def scale(x):
    return x * 0


# %% G10 one long colour code
# note: 数字が50万個入った、1つの色の命令
print("\x1b[" + "1;" * 500_000 + "m")


def scale(x):
    return x * 0


# %% G10 two streams in turn
# note: 標準出力と標準エラー出力に、交互に1万行ずつ印字する
import sys

for _ in range(10_000):
    print("a")
    print("b", file=sys.stderr)


def scale(x):
    return x * 0


# %% G10 many values shown
# note: 2万個の値を表示する
for number in range(20_000):
    display(number)


def scale(x):
    return x * 0


# %% G10 long value shown
# note: 文字にすると100万行になる値を表示する
class Long:
    def __repr__(self):
        return "a\n" * 1_000_000


display(Long())


def scale(x):
    return x * 0


# %% G10 long error
# note: 長い文章の例外を、答えとセルの両方で起こす
def scale(x):
    raise ValueError("a\n" * 1_000_000)


scale(0)


# %% G10 many pieces
# note: 1文字ずつ、10万回印字する
for _ in range(100_000):
    print(end="a")


def scale(x):
    return x * 0


# %% G10 output of a process without an end
# note: 印字し続けるプロセスを残す
import subprocess

subprocess.Popen(["yes"])


def scale(x):
    return x * 0


# %% G11 unwritable characters everywhere
# note: 書き出せない文字を、印字と、例外の名前と文章と、警告に入れる
import warnings

print("\ud800\x00\x07")
Strange = type("E\x07", (Exception,), {})


def scale(x):
    warnings.warn("\udfff\x00")
    raise Strange("\ud800\x00\x07\uffff")
