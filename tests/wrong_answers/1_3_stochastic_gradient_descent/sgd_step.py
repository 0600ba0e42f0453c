# %% plus
# message: 勾配を足して
def sgd_step(w, grad, lr):
    return w + lr * grad


# %% learning rate missing
# message: 学習率 lr をかけて
def sgd_step(w, grad, lr):
    return w - grad


# %% learning rate fixed
# message: 0.1 に固定
def sgd_step(w, grad, lr):
    return w - 0.1 * grad


# %% step only
# message: 勾配を引いたものではなく
def sgd_step(w, grad, lr):
    return -lr * grad


# %% gradient missing
# message: 勾配をかけて
def sgd_step(w, grad, lr):
    return w - lr


# %% sign of the gradient
# message: 勾配の符号だけ
# note: w = 1 の例では気づかない
def sgd_step(w, grad, lr):
    return w - lr * np.sign(grad) * np.abs(np.ravel(grad)[0]) ** (np.ndim(grad) == 0)


# %% in place
# message: 引数に渡した配列が書き換わっています
def sgd_step(w, grad, lr):
    w -= lr * grad
    return w


# %% return missing
# message: 答えが None
def sgd_step(w, grad, lr):
    w = w - lr * grad


# %% buffer of the type of w
# message: 整数の配列
# note: 整数の配列を写して使うと、小数が切り捨てられる
def sgd_step(w, grad, lr):
    new = np.zeros_like(w)
    new[...] = w - lr * grad
    return new


# %% first result kept
# message: 値が違います
# note: 同じ形の配列なら、前の答えを返す
kept = {}


def sgd_step(w, grad, lr):
    return kept.setdefault(np.shape(w), w - lr * grad)


# %% optimizer of common
# message: common の SGD を呼んでいます
from common.optimizer import SGD


def sgd_step(w, grad, lr):
    params = {"w": np.array(w, dtype=float)}
    SGD(lr).update(params, {"w": np.asarray(grad, dtype=float)})
    return params["w"]
