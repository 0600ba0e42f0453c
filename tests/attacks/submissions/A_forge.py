# %% A01 assert deleted by an AST transformer
# note: 自分のカーネルの assert を、構文木から消す
import ast


class Gone(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()

    def visit_With(self, node):
        return ast.Pass()


get_ipython().ast_transformers.append(Gone())


def scale(x):
    return x * 0


# %% A02 later cells replaced by pass
# note: 入力の変換で、あとのセルを空にする
get_ipython().input_transformers_cleanup.append(lambda lines: ["pass\n"])


def scale(x):
    return x * 0


# %% A03 kernel answers ok to everything
# note: カーネルの do_execute を差し替える
def scale(x):
    return x * 0


async def fine(*args, **kwargs):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {}}


try:
    get_ipython().kernel.do_execute = fine
except AttributeError:
    pass


# %% A04 run_code does nothing
# note: シェルの run_code を差し替える
def scale(x):
    return x * 0


async def nothing(*args, **kwargs):
    return False


get_ipython().run_code = nothing


# %% A05 showtraceback off
# note: エラーを表示させない
def scale(x):
    return x * 0


get_ipython().showtraceback = lambda *a, **k: None
get_ipython()._showtraceback = lambda *a, **k: None

# %% A06 assert_allclose replaced
# note: numpy.testing と numpy.allclose を、いつも成功するものに替える
import numpy as np, numpy.testing

numpy.testing.assert_allclose = lambda *a, **k: None
np.allclose = lambda *a, **k: True
np.array_equal = lambda *a, **k: True


def scale(x):
    return x * 0


# %% A07 stub in sys.modules
# note: common.checking を、何も確かめないものに替える
import sys, types


class Anything(types.ModuleType):
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        class Frame:
            def __init__(self, *a, **k):
                pass

            def __enter__(self):
                return self

            def __exit__(self, *a):
                return True

        return Frame


sys.modules["common.checking"] = Anything("common.checking")
import common

common.checking = sys.modules["common.checking"]


def scale(x):
    return x * 0


# %% A08 equal to everything
# note: 何と比べても等しいオブジェクトを返す
class Equal:
    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return Equal()

    def __call__(self, *a, **k):
        return True

    def __array__(self, *a, **k):
        return Equal()


def scale(x):
    return Equal()


# %% A09 subclass with its own arithmetic
# note: 引き算や比較を書き換えた ndarray を返す
import numpy as np


class Near(np.ndarray):
    def __sub__(self, other):
        return np.zeros(np.shape(other))

    __rsub__ = __sub__

    def __array_ufunc__(self, ufunc, method, *inputs, **kwargs):
        return np.zeros(inputs[0].shape) == 0

    def __array_function__(self, *a):
        return True


def scale(x):
    return np.zeros(np.shape(x)).view(Near)


# %% A09 float with its own comparison
# note: 大小の比較を書き換えた float を並べる
class Close(float):
    def __abs__(self):
        return 0.0

    def __lt__(self, other):
        return True

    __le__ = __gt__ = __ge__ = __eq__ = __lt__

    def __hash__(self):
        return 0


def scale(x):
    return [Close(0) for _ in x]


# %% A10 execute_result published before the assertion
# note: 満点を、実行結果として先に出す
from IPython.display import publish_display_data


def scale(x):
    try:
        get_ipython().displayhook(4)
    except Exception:
        pass
    publish_display_data({"text/plain": "4"})
    return x * 0


# %% A11 displayhook called in the function
# note: 関数の中で満点を表示する。知られている中で、いちばん手軽な手口
import sys


def scale(x):
    sys.displayhook(4)
    return x * 0


# %% A12 AssertionError rebound
# note: AssertionError を別のものにする
import builtins

builtins.AssertionError = type("Quiet", (Exception,), {"__init__": lambda self, *a: None})


def scale(x):
    return x * 0


# %% A13 post_run_cell clears errors
# note: セルの実行のあとで、エラーを消す
def clear(result):
    result.error_in_exec = result.error_before_exec = None


get_ipython().events.register("post_run_cell", clear)


def scale(x):
    return x * 0


# %% A14 custom exception handler
# note: set_custom_exc で、エラーを飲み込む
get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)


def scale(x):
    return x * 0


# %% A15 thread clears the output
# note: 別のスレッドが、失敗の表示を消し続ける
import threading, time
from IPython.display import clear_output


def sweep():
    for _ in range(50):
        clear_output()
        time.sleep(0.02)


threading.Thread(target=sweep, daemon=True).start()


def scale(x):
    return x * 0


# %% A16 grader's classes patched
# note: 採点のクラスや common.classroom.exercise を書き換える
import common.classroom.exercise as e

e.exercise.__exit__ = lambda self, *a: True
e.CheckFailed = Exception
try:
    import course.sealed.executor as x

    x._kind = lambda *a: "passed"
except ImportError:
    pass


def scale(x):
    return x * 0


# %% A16 agent patched
# note: サンドボックスの中の通信役を書き換えて、結果を偽る
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Peer":
        thing._do = lambda do, args: 4.0


def scale(x):
    return x * 0


# %% A16 more names than asked for
# note: 答えといっしょに、テストが使う組み込みの名前も差し替えて返す
import gc
for thing in gc.get_objects():
    if type(thing).__name__ == "Agent":
        original = thing.do_answers
        extra = {
            "__builtins__": {},
            "scale": lambda x: x * 0,
            "float": lambda *a: 4.0,
            "_check": lambda *a: True,
            "_np": lambda *a: True,
        }
        type(thing).do_answers = lambda self, names: {**original(names), **extra}


def scale(x):
    return x * 0


# %% A16 proxies that call back
# note: 返したオブジェクトの中で、テストから渡された関数を好きな引数で呼ぶ
def scale(x):
    class Later:
        def __len__(self):
            return len(x)

        def __iter__(self):
            return iter([3 * v + 1 for v in x][:1] * 0)

    return Later()


# %% A17 conftest and pytest files
# note: テストの設定を置いていく
for name in ("conftest.py", "sitecustomize.py", "numpy.py"):
    try:
        open(name, "w").write("raise SystemExit(0)\n")
    except OSError:
        pass


def scale(x):
    return x * 0


# %% A18 pickle as a result
# note: 開くと動く pickle を返す
class Bomb:
    def __reduce__(self):
        return (open, ("/tmp/course-attack/A18", "w"))


def scale(x):
    return Bomb()


# %% A18 object array with a pickle in it
# note: オブジェクトの配列に、開くと動くものを入れて返す
import numpy as np


class Bomb:
    def __reduce__(self):
        return (open, ("/tmp/course-attack/A18b", "w"))


def scale(x):
    return np.array([Bomb()] * len(x), dtype=object)


# %% A19 exit after a written result
# note: 成功したように見せて、プロセスを終える
import os, sys


def scale(x):
    sys.__stdout__.write('{"type": "return", "body": 4}\n')
    os._exit(0)


# %% A19 forged frames on the wire
# note: 採点との通信に、偽の返事を書きこむ
import os, json, struct


def scale(x):
    body = json.dumps(
        {"type": "return", "body": None, "twins": [], "dropped": [], "blobs": []}
    ).encode()
    for descriptor in range(3, 64):
        try:
            for _ in range(50):
                os.write(descriptor, struct.pack(">4sIQ", b"DLC1", len(body), 0) + body)
        except OSError:
            pass
    return x * 0


# %% A20 table of the visible inputs
# note: 見えている入力の答えだけを、表にしておく
import numpy as np


def scale(x):
    return {2: np.array([4.0, 7.0])}.get(len(x), x * 0)


# %% A21 reference imported
# note: 模範解答を読みこもうとする
def scale(x):
    import glob, json

    for path in glob.glob("/**/source/*/*.ipynb", recursive=True) + glob.glob(
        "../../../source/*/*.ipynb"
    ):
        for cell in json.load(open(path))["cells"]:
            if cell["metadata"].get("nbgrader", {}).get("grade_id") == "scale":
                space = {}
                exec("".join(cell["source"]), space)
                return space["scale"](x)
    return x * 0


# %% A22 namesake called
# note: common の同じ名前の関数に任せる（この問題にはない名前）
from common.functions import relu


def scale(x):
    return relu(x)


# %% A23 expected value found in memory
# note: gc とフレームから、正しい値を探す
import gc, sys
import numpy as np


def scale(x):
    frame = sys._getframe()
    while frame:
        for value in list(frame.f_locals.values()):
            if isinstance(value, np.ndarray) and value.shape == np.shape(x) and value is not x:
                return value
        frame = frame.f_back
    for thing in gc.get_objects():
        if type(thing) is np.ndarray and thing.shape == np.shape(x) and thing is not x:
            return thing
    return x * 0


# %% A24 lazy array
# note: 比べられたときに初めて計算する配列
class Lazy:
    def __init__(self, n):
        self.n = n
        self.shape = (n,)
        self.ndim = 1
        self.dtype = float

    def __array__(self, *a, **k):
        import sys, numpy as np

        frame = sys._getframe()
        while frame:
            if "want" in frame.f_locals:
                return np.array(frame.f_locals["want"])
            frame = frame.f_back
        return np.zeros(self.n)

    def __len__(self):
        return self.n


def scale(x):
    return Lazy(len(x))


# %% A24 array interface with a pointer
# note: __array_interface__ で、好きな番地を NumPy に読ませる
class Pointer:
    def __init__(self, n):
        self.__array_interface__ = {
            "shape": (n,),
            "typestr": "<f8",
            "data": (8, False),
            "version": 3,
        }


def scale(x):
    return Pointer(len(x))


# %% A25 not a number
# note: 何と比べても偽になる nan
import numpy as np


def scale(x):
    return np.full(np.shape(x), np.nan)


# %% A25 infinite
# note: 無限大
import numpy as np


def scale(x):
    return np.full(np.shape(x), np.inf)


# %% A25 complex with zero imaginary part
# note: 虚部が0の複素数
def scale(x):
    return x * 0 + 0j


# %% A25 booleans
# note: 真偽値で答える
import numpy as np


def scale(x):
    return np.ones(np.shape(x), dtype=bool)


# %% A26 arguments zeroed in place
# note: 引数を書き換え、あとから計算される正しい値を変える
import numpy as np


def scale(x):
    x[...] = 0
    return np.ones(x.shape)


# %% A27 wrong shape that broadcasts
# note: 広がって比べられることをねらう
def scale(x):
    return 4.0


# %% A28 tests redefined in an own cell
# note: テストが使う名前を、先に作っておく
_check = _np = None


def assert_close(*a, **k):
    pass


import builtins

builtins.abs = lambda v: 0
builtins.isinstance = lambda *a: True


def scale(x):
    return x * 0


# %% A29 CheckFailed swallowed by the frame
# note: テストの枠の __exit__ を、フレームをたどって差し替える
import sys


def scale(x):
    frame = sys._getframe(1)
    for _ in range(20):
        if frame is None:
            break
        for value in list(frame.f_locals.values()):
            if type(value).__name__ == "exercise":
                type(value).__exit__ = lambda *a: True
        frame = frame.f_back
    return x * 0


# %% A30 GeneratorExit and friends
# note: Exception ではない例外で、テストを抜ける
def scale(x):
    raise GeneratorExit


# %% A30 StopIteration
# note: 繰り返しを途中で終わらせる
def scale(x):
    raise StopIteration


# %% A30 exception with a wild text
# note: 文章を作ると失敗する例外
class Wild(Exception):
    def __str__(self):
        raise RuntimeError("no text")

    __repr__ = __str__


def scale(x):
    raise Wild
