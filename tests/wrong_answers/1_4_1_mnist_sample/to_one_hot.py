# %% classes from the maximum
# message: いつも num_classes です
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((len(labels), labels.max() + 1))
    one_hot[np.arange(len(labels)), labels] = 1
    return one_hot


# %% all rows
# message: すべての行に
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((len(labels), num_classes))
    one_hot[:, labels] = 1
    return one_hot


# %% transposed
# message: 行がデータ、列がクラス
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((len(labels), num_classes))
    one_hot[np.arange(len(labels)), labels] = 1
    return one_hot.T


# %% counted from one
# message: 正解のクラスの列だけ
# note: クラス番号を1から数える
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((len(labels), num_classes))
    one_hot[np.arange(len(labels)), labels.astype(int) - 1] = 1
    return one_hot


# %% integers
# message: 小数の配列にします
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((len(labels), num_classes), dtype=int)
    one_hot[np.arange(len(labels)), labels] = 1
    return one_hot


# %% booleans
# message: 小数の配列にします
def to_one_hot(labels, num_classes):
    return labels[:, None] == np.arange(num_classes)


# %% square
# message: 形が違います
# note: 行の数をクラスの数にする
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((num_classes, num_classes))
    for n, k in enumerate(labels[:num_classes]):
        one_hot[n, k] = 1
    return one_hot


# %% present classes only
# message: 形が違います
# note: 出てくるクラスだけの列を作る
def to_one_hot(labels, num_classes):
    classes = np.unique(labels)
    return (labels[:, None] == classes).astype(float)


# %% labels overwritten
# message: 引数に渡した配列が書き換わっています
def to_one_hot(labels, num_classes):
    one_hot = np.zeros((len(labels), num_classes))
    one_hot[np.arange(len(labels)), labels] = 1
    labels[:] = 0
    return one_hot


# %% array kept between calls
# message: 値が違います
# note: 同じ形の配列を使い回すので、前の 1 が残る
kept = {}


def to_one_hot(labels, num_classes):
    one_hot = kept.setdefault((len(labels), num_classes), np.zeros((len(labels), num_classes)))
    one_hot[np.arange(len(labels)), labels] = 1
    return one_hot.copy()


# %% sorted labels
# message: 値が違います
def to_one_hot(labels, num_classes):
    return np.eye(num_classes)[np.sort(labels)]


# %% internals of common
# message: common の one_hot_and_output を呼んでいます
from common.arrays import one_hot_and_output


def to_one_hot(labels, num_classes):
    return one_hot_and_output(labels, np.zeros((len(labels), num_classes)))
