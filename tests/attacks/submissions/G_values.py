# %% G01 argument emptied when a property is read
# note: テストが正しい値を計算する前に、渡された配列を 0 にする（unchanged の確かめのあと）
class Line:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.x = x
        return self.w * x

    def backward(self, dout):
        self.dout = dout
        return dout * 0

    @property
    def dw(self):
        self.dout[...] = 0
        return 0.0


# %% G01 argument emptied when an item is read
# note: 返したものの __getitem__ の中で、渡された配列を 0 にする
class Late:
    def __init__(self, x):
        self.x = x

    def __getitem__(self, index):
        self.x[...] = 0
        return 0.0

    def __len__(self):
        return len(self.x)

    def __float__(self):
        self.x[...] = 0
        return 0.0


class Line:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.x = x
        return self.w * x

    def backward(self, dout):
        self.dw = Late(dout)
        return dout * 0


# %% G01 argument emptied by a thread
# note: 別のスレッドが、少しあとで、渡された配列を 0 にしつづける
import threading
import time


def empty(*arrays):
    while True:
        for array in arrays:
            array[...] = 0
        time.sleep(0.001)


class Line:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.x = x
        return self.w * x

    def backward(self, dout):
        threading.Thread(target=empty, args=(self.x, dout), daemon=True).start()
        self.dw = 0.0
        return dout * 0


# %% G01 argument emptied at the next call
# note: 前の呼び出しで渡された配列を、次の呼び出しで 0 にする
seen = []


def scale(x):
    for array in seen:
        array[...] = -1 / 3
    seen.append(x)
    return x * 0


# %% G01 random generator put back
# note: 渡された rng の状態を、テストの rng に合わせて書き換える
states = []


def draw(n, rng):
    states.append(rng.bit_generator.state)
    rng.bit_generator.state = states[0]
    return np.zeros(n)


# %% G02 what was returned is overwritten at the next call
# note: rng を使わず、前に返した配列を、次の呼び出しで同じ値にする
before = []


def draw(n, rng):
    found = np.random.default_rng().normal(size=n)
    for array in before:
        if len(array) == n:
            array[...] = found
    before.append(found)
    return found


# %% G02 what was returned is handed out again as a view
# note: 返した配列のビューを通して、あとから書き換える
pool = np.zeros(100)


def draw(n, rng):
    pool[...] = np.random.default_rng().normal()
    return pool[:n]


# %% G01 sandbox says that nothing has changed
# note: 配列が変わったかという問いに、いつも「いいえ」と答えさせ、あとで 0 にする
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "SandboxValues":
        type(thing).changed = lambda self, numbers: []


def scale(x):
    x[...] = -1 / 3
    return x * 0


# %% G01 twins sent that nobody asked for
# note: 渡された配列の番号をつけて、違う中身を送りつける
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "SandboxValues":
        kind = type(thing)
        plain = kind.encode

        def encode(self, body):
            for number, twin in list(self._twins.items()):
                if type(twin) is np.ndarray and twin.flags.writeable:
                    twin[...] = -1 / 3
            message, blobs = plain(self, (body, *self._twins.values()))
            message["body"] = message["body"]["tuple"][0]
            return message, blobs

        kind.encode = encode


def scale(x):
    return x * 0


# %% G03 arguments in a NumPy warning
# note: 「overflow encountered in 語」の語に、隠しテストの引数を入れる
import warnings


def scale(x):
    if len(x) != 2:
        warnings.warn("overflow encountered in YRANAC" + bytes(x).hex()[:60], RuntimeWarning)
        return x * 0
    return 3 * x + 1


# %% G03 arguments in the second line of a warning
# note: 警告の2行目に、隠しテストの引数を入れる
import warnings


def scale(x):
    if len(x) != 2:
        warnings.warn(f"overflow encountered in exp\nYRANAC{list(x)}", RuntimeWarning)
        return x * 0
    return 3 * x + 1


# %% G03 arguments in the name of a NameError
# note: NameError の name（見つからない名前）に、隠しテストの引数を入れる
code = """
def scale(x):
    if len(x) != 2:
        raise NameError("x", name="YRA" + f"NAC-argument {list(x)}")
    return 3 * x + 1
"""
exec(compile(code, "elsewhere", "exec"))


# %% G03 arguments in the refusal of a namesake
# note: 「common の … を呼んでいます」の … に、隠しテストの引数を入れる
from common.classroom.exercise import OwnAnswerError


def scale(x):
    if len(x) != 2:
        raise OwnAnswerError(f"YRANAC {list(x)}")
    return 3 * x + 1


# %% G03 arguments in a FloatingPointError
# note: オーバーフローの文章に、隠しテストの引数を入れる
def scale(x):
    if len(x) != 2:
        raise FloatingPointError(f"overflow YRANAC {list(x)}")
    return 3 * x + 1


# %% G03 arguments in the keys of a dictionary
# note: 返した辞書のキーに、隠しテストの引数を入れる
def scale(x):
    return {f"YRANAC {list(x)}": 1} if len(x) != 2 else 3 * x + 1


# %% G03 arguments in the name of a type
# note: 返した物の型の名前に、隠しテストの引数を入れる
def scale(x):
    if len(x) == 2:
        return 3 * x + 1
    return type("YRANAC" + bytes(x).hex()[:40], (), {})()


# %% G03 arguments in a dtype
# note: 返した配列の dtype の項目名に、隠しテストの引数を入れる
def scale(x):
    if len(x) == 2:
        return 3 * x + 1
    return np.zeros(2, dtype=[("YRANAC" + bytes(x).hex()[:40], float)])


# %% G03 arguments in the lines of a recursion
# note: 選んだ行を通る再帰の、行の番号に、隠しテストの引数を入れる
def deeper(digits):
    if not digits:
        raise ValueError("YRANAC")
    elif digits[0] % 2:
        return deeper(digits[1:])
    return deeper(digits[1:])


def scale(x):
    return deeper(list(bytes(x))[:16]) if len(x) != 2 else 3 * x + 1


# %% G03 arguments in a small shape
# note: 形の数4つに、隠しテストの引数を入れる
def scale(x):
    if len(x) == 2:
        return 3 * x + 1
    number = int(abs(x[0]) * 1e6)
    return np.zeros((number % 7 + 77777, 1))


# %% G03 arguments kept for a later visible test
# note: 隠しテストの引数を覚えておき、あとの問題の見えるテストで、間違いの値として見せる
kept = []


def scale(x):
    if len(x) != 2:
        kept.append("YRANAC" + bytes(x).hex())
        return x * 0
    return 3 * x + 1


def replace(result):
    if "total" in get_ipython().user_ns and kept:
        get_ipython().user_ns["total"] = lambda x: kept[0]


get_ipython().events.register("post_run_cell", replace)


# %% G08 list that contains itself twice
# note: np.asarray が 2 の 64 乗回たどる
def scale(x):
    answer = []
    answer += [answer, answer]
    return answer


# %% G08 lists that share lists
# note: 同じリストを2つずつ入れた、深さ 40 のリスト
def scale(x):
    answer = [1.0]
    for _ in range(40):
        answer = [answer, answer]
    return answer


# %% G08 the same large array many times
# note: 小さな伝言が、1.6 GB の配列になる
def scale(x):
    return [np.zeros(10**6)] * 200


# %% G08 one long text among many empty ones
# note: 1つの長い文字列が、配列のすべての要素を長くする
def scale(x):
    return ["x" * 100_000] + [""] * 100_000


# %% G08 numbers with the same hash
# note: ハッシュの同じ整数の集合。作るのに、個数の2乗の時間がかかる
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "SandboxValues":
        module = __import__(type(thing).__module__, fromlist=["MUTABLE"])
        module.MUTABLE[list] = "set"


def scale(x):
    return [k * (2**61 - 1) for k in range(1, 40_000)]


# %% G08 elements without a size
# note: 大きさ 0 の要素が 10 の 10 乗個ある配列
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "SandboxValues":
        kind = type(thing)
        plain = kind.encode

        def encode(self, body):
            message, blobs = plain(self, body)
            for item in message["items"]:
                if item["kind"] == "array":
                    item["content"] |= {"dtype": "<U0", "shape": [10**10], "data": 0}
            return message, [b"", *blobs]

        kind.encode = encode


def scale(x):
    return np.zeros(3)


# %% G08 empty array with a huge side
# note: 要素はないが、軸の合計をとると 8 TB になる形
def scale(x):
    return np.zeros((0, 10**12))


# %% G08 endless iterator of large arrays
# note: 終わらない繰り返しが、大きな配列を返しつづける
class Endless:
    def __iter__(self):
        while True:
            yield np.zeros(10**6)

    def __len__(self):
        return 3


def scale(x):
    return Endless()


# %% G08 floats as text of a million digits
# note: 1つの値が、何メガバイトもの文章になる
def scale(x):
    return [float("1e308")] * 400_000


# %% G11 lone surrogates in an error
# note: 書き出せない文字を、例外の文章に入れる
def scale(x):
    raise ValueError("\ud800")


# %% G11 lone surrogates in names
# note: 書き出せない文字を、型の名前と辞書のキーと見つからない名前に入れる
def scale(x):
    if len(x) == 2:
        return {"\ud800": type("\udfff", (), {})()}
    raise NameError("x", name="\ud800")


# %% G11 forged fields of a reply
# note: 返事の警告、エラー、中身の欄に、違う型の値を入れる
import gc

forged = iter([{"warnings": 5}, {"warnings": [5]}, {"error": 5, "type": "raise"}, {"items": 7}] * 50)
for thing in gc.get_objects():
    if type(thing).__name__ == "Wire":
        kind = type(thing)
        plain = kind.send
        kind.send = lambda self, message, blobs=(): plain(self, {**message, **next(forged)}, blobs)


def scale(x):
    return x * 0


# %% G11 forged lines of an error
# note: エラーの行の欄に、違う型の値を入れる
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Wire":
        kind = type(thing)
        plain = kind.send

        def send(self, message, blobs=()):
            if "error" in message:
                message["error"]["lines"] = [[{}, []], 3, None, ["cell-1", 10**30]]
                message["error"]["name"] = ["YRANAC"]
            plain(self, message, blobs)

        kind.send = send


def scale(x):
    raise NameError("x")
