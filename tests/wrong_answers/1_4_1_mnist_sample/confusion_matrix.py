# %% transposed
# message: 逆になっています
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d, y):
        cm[j, i] += 1
    return cm


# %% repeated pairs counted once
# message: 値が違います
# note: cm[d, y] += 1 では、重なった分が足されない
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    cm[d, y] += 1
    return cm


# %% right ones only
# message: 外れたデータも
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d, y):
        if i == j:
            cm[i, j] += 1
    return cm


# %% mistakes only
# message: 対角線
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d, y):
        if i != j:
            cm[i, j] += 1
    return cm


# %% shares
# message: 値が違います
# note: 個数ではなく割合
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d, y):
        cm[i, j] += 1
    return cm / len(d)


# %% floats
# message: 個数なので、整数
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes))
    for i, j in zip(d, y):
        cm[i, j] += 1
    return cm


# %% size from the data
# message: 形が違います
def confusion_matrix(d, y, num_classes):
    size = max(d.max(), y.max()) + 1
    cm = np.zeros((size, size), dtype=int)
    for i, j in zip(d, y):
        cm[i, j] += 1
    return cm


# %% first sample left out
# message: 値が違います
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d[1:], y[1:]):
        cm[i, j] += 1
    return cm


# %% numbers of classes added
# message: 値が違います
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d, y):
        cm[i, j] += i
    return cm


# %% counted from one
# message: 0 から数えます
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int)
    for i, j in zip(d, y):
        cm[i + 1, j + 1] += 1
    return cm


# %% small integers
# message: 値が違います
# note: uint8 では、256 個で 0 に戻る
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=np.uint8)
    for i, j in zip(d, y):
        cm[i, j] += 1
    return cm


# %% counts kept between calls
# message: 値が違います
# note: 前のデータの個数に足していく
kept = {}


def confusion_matrix(d, y, num_classes):
    cm = kept.setdefault(num_classes, np.zeros((num_classes, num_classes), dtype=int))
    for i, j in zip(d, y):
        cm[i, j] += 1
    return cm.copy()


# %% floats for larger tables
# message: 整数の配列ではありません
# note: クラスが3個より多いと、小数になる
def confusion_matrix(d, y, num_classes):
    cm = np.zeros((num_classes, num_classes), dtype=int if num_classes <= 3 else float)
    np.add.at(cm, (d, y), 1)
    return cm


# %% scikit-learn
# message: 使えないライブラリを使っています
from sklearn.metrics import confusion_matrix as counted


def confusion_matrix(d, y, num_classes):
    return counted(d, y, labels=range(num_classes))
