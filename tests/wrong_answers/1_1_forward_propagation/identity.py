# %% relu
# message: 負の値も
# note: 恒等関数と ReLU を取り違える
def identity(x):
    return np.maximum(x, 0)


# %% ones
# message: 値が違います
# note: 「恒等」を、いつも1を返すことと読む
def identity(x):
    return np.ones_like(x)


# %% abs
# message: 値が違います
def identity(x):
    return np.abs(x)


# %% identity matrix
# message: 形が違います
# note: 恒等関数と単位行列（np.identity）を取り違える
def identity(x):
    return np.identity(len(x))[: len(x), : np.shape(x)[-1]]


# %% no return
# message: return を書き忘れて
def identity(x):
    x = x


# %% flattened
# message: 形が違います
def identity(x):
    return np.ravel(x)


# %% common
# message: common の identity を呼んでいます
from common.functions import identity as same


def identity(x):
    return same(x)
