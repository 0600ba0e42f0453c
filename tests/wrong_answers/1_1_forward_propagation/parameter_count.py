# %% biases forgotten
# message: バイアスを数え忘れて
def parameter_count(sizes):
    return sum(i * o for i, o in zip(sizes[:-1], sizes[1:]))


# %% bias for the input layer
# message: 入力層にはバイアスがありません
def parameter_count(sizes):
    return sum(i * o for i, o in zip(sizes[:-1], sizes[1:])) + sum(sizes)


# %% bias per input
# message: 行き先のユニット
def parameter_count(sizes):
    return sum((o + 1) * i for i, o in zip(sizes[:-1], sizes[1:]))


# %% one bias per layer
# message: 行き先のユニット
def parameter_count(sizes):
    return sum(i * o + 1 for i, o in zip(sizes[:-1], sizes[1:]))


# %% units
# message: ユニットの数
def parameter_count(sizes):
    return sum(sizes)


# %% product
# message: 値が違います
def parameter_count(sizes):
    return int(np.prod(sizes))


# %% last layer missing
# message: 最後の層
def parameter_count(sizes):
    return sum((sizes[k] + 1) * sizes[k + 1] for k in range(len(sizes) - 2))


# %% two layers only
# message: 値が違います
def parameter_count(sizes):
    I, H, O = sizes[0], sizes[1], sizes[-1]
    return (I + 1) * H + (H + 1) * O


# %% sizes used up
# message: 引数に渡した配列が書き換わっています
def parameter_count(sizes):
    total = 0
    while len(sizes) > 1:
        I = sizes.pop(0)
        total += (I + 1) * sizes[0]
    return total


# %% fraction
# message: 整数
# note: 個数を、小数で返す
def parameter_count(sizes):
    return sum(2 * (i + 1) * o / 2 for i, o in zip(sizes[:-1], sizes[1:]))


# %% at most four layers
# message: 層の数は決まっていません
# note: 層の数を決めつけて書く
def parameter_count(sizes):
    total = 0
    for k in range(1, min(len(sizes), 5)):
        total += (sizes[k - 1] + 1) * sizes[k]
    return total
