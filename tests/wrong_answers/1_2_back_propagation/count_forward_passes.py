# %% biases forgotten
# message: バイアスを数え忘れて
def count_forward_passes(sizes):
    return sum(2 * n_in * n_out for n_in, n_out in zip(sizes, sizes[1:]))


# %% once per parameter
# message: 順伝播は2回
def count_forward_passes(sizes):
    return sum((n_in + 1) * n_out for n_in, n_out in zip(sizes, sizes[1:]))


# %% one extra pass
# message: 2倍せずに1を足して
# note: 片側の差分なら、個数 + 1 回
def count_forward_passes(sizes):
    count = sum((i + 1) * o for i, o in zip(sizes, sizes[1:]))
    return count + 1


# %% bias of the input layer
# message: 入力層には
def count_forward_passes(sizes):
    weights = sum(i * o for i, o in zip(sizes, sizes[1:]))
    return 2 * (weights + sum(sizes))


# %% last layer forgotten
# message: 値が違います
def count_forward_passes(sizes):
    return sum(2 * (i + 1) * o for i, o in zip(sizes[:-2], sizes[1:-1]))


# %% two layers only
# message: 層の数は決まっていません
# note: 3層以上でも、1つ目の中間層しか数えない
def count_forward_passes(sizes):
    n_in, hidden, n_out = sizes[0], sizes[1], sizes[-1]
    return 2 * ((n_in + 1) * hidden + (hidden + 1) * n_out)


# %% weights once
# message: 重みの個数
def count_forward_passes(sizes):
    return sum(i * o for i, o in zip(sizes, sizes[1:]))


# %% pops the list
# message: 書き換わっています
def count_forward_passes(sizes):
    count = 0
    while len(sizes) > 1:
        n_in = sizes.pop(0)
        count += 2 * (n_in + 1) * sizes[0]
    return count


# %% fraction
# message: 整数
# note: 回数を、小数で返す
def count_forward_passes(sizes):
    return sum(2.0 * (i + 1) * o for i, o in zip(sizes, sizes[1:]))
