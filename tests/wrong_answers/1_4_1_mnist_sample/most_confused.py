# %% transposed
# message: 行が正解、列が予測
def most_confused(cm, k):
    pairs = [
        (j, i, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j and cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% diagonal counted
# message: 対角線
def most_confused(cm, k):
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% pairs merged
# message: べつの組です
# note: (i, j) と (j, i) を足してしまう
def most_confused(cm, k):
    pairs = []
    for i in range(len(cm)):
        for j in range(i):
            pairs.append((i, j, int(cm[i, j] + cm[j, i])))
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% ascending
# message: 個数の多い順
def most_confused(cm, k):
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j and cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: pair[2])[:k]


# %% zeros included
# message: 0 の組は入れません
def most_confused(cm, k):
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% count first
# message: (正解, 予測, 個数) の順
def most_confused(cm, k):
    pairs = [
        (int(cm[i, j]), i, j)
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j and cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[0])[:k]


# %% one too many
# message: 形が違います
def most_confused(cm, k):
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j and cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[: k + 1]


# %% diagonal cleared in place
# message: 引数に渡した配列が書き換わっています
def most_confused(cm, k):
    np.fill_diagonal(cm, 0)
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j and cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% matrix returned
# message: リストではありません
def most_confused(cm, k):
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i != j and cm[i, j] > 0
    ]
    return np.array(sorted(pairs, key=lambda pair: -pair[2])[:k])


# %% upper triangle only
# message: 多い順に並べます
def most_confused(cm, k):
    pairs = [
        (i, j, int(cm[i, j]))
        for i in range(len(cm))
        for j in range(len(cm))
        if i < j and cm[i, j] > 0
    ]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% counts as floats
# message: 整数ではありません
def most_confused(cm, k):
    cm = cm.astype(float)
    pairs = [(i, j, cm[i, j]) for i in range(len(cm)) for j in range(len(cm)) if i != j and cm[i, j] > 0]
    return sorted(pairs, key=lambda pair: -pair[2])[:k]


# %% last k
# message: k = 0
# note: [-k:] は、k = 0 のとき全部になる
def most_confused(cm, k):
    pairs = [(i, j, int(cm[i, j])) for i in range(len(cm)) for j in range(len(cm)) if i != j and cm[i, j] > 0]
    return sorted(pairs, key=lambda pair: (pair[2], -pair[0], -pair[1]))[-k:][::-1]


# %% worst of each class
# message: あるだけ返します
# note: 正解のクラスごとに、いちばん多い間違いだけを選ぶ
def most_confused(cm, k):
    pairs = []
    for i in range(len(cm)):
        row = [int(c) if j != i else 0 for j, c in enumerate(cm[i])]
        if max(row) > 0:
            pairs.append((i, row.index(max(row)), max(row)))
    return sorted(pairs, key=lambda pair: -pair[2])[:k]
