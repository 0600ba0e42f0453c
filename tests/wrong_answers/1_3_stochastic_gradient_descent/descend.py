# %% plus
# message: 勾配を足して
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] + lr * grad(path[-1]))
    return path


# %% gradient at the start only
# message: 出発点の勾配を
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] - lr * grad(w0))
    return path


# %% one step short
# message: 歩数が足りません
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n - 1):
        path.append(path[-1] - lr * grad(path[-1]))
    return path


# %% one step too many
# message: 歩きすぎ
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n + 1):
        path.append(path[-1] - lr * grad(path[-1]))
    return path


# %% start missing
# message: 出発点 w0 も
def descend(grad, w0, lr, n):
    path = []
    for _ in range(n):
        w0 = w0 - lr * grad(w0)
        path.append(w0)
    return path


# %% last place only
# message: リストではありません
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] - lr * grad(path[-1]))
    return path[-1]


# %% slope of the square
# message: 2w と決めつけて
# note: 例の関数だけに合わせる
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] - lr * 2 * path[-1])
    return path


# %% learning rate missing
# message: 学習率 lr をかけて
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] - grad(path[-1]))
    return path


# %% learning rate fixed
# message: 0.1 に固定
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] - 0.1 * grad(path[-1]))
    return path


# %% two calls of grad
# message: 1歩につき1回
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        slope = (grad(path[-1]) + grad(path[-1])) / 2
        path.append(path[-1] - lr * slope)
    return path


# %% array
# message: リストではありません
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        path.append(path[-1] - lr * grad(path[-1]))
    return np.array(path)


# %% stops where it is flat
# message: 勾配が 0 の場所
# note: 収束したら止まる。長さが n + 1 にならない
def descend(grad, w0, lr, n):
    path = [w0]
    for _ in range(n):
        slope = grad(path[-1])
        if abs(slope) < 1e-8:
            break
        path.append(path[-1] - lr * slope)
    return path


# %% path kept between calls
# message: 形が違います
# note: 引数の既定値のリストに足していく
def descend(grad, w0, lr, n, path=[]):
    path.append(w0)
    for _ in range(n):
        path.append(path[-1] - lr * grad(path[-1]))
    return path


# %% one call too many
# message: grad を呼んだ場所
def descend(grad, w0, lr, n):
    path, slope = [w0], grad(w0)
    for _ in range(n):
        path.append(path[-1] - lr * slope)
        slope = grad(path[-1])
    return path
