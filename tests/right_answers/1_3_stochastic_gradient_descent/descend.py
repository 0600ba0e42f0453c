# %% while
def descend(grad, w0, lr, n):
    path, w = [w0], w0
    while len(path) <= n:
        w = w - lr * grad(w)
        path.append(w)
    return path


# %% recursion
def descend(grad, w0, lr, n):
    if n == 0:
        return [w0]
    return [w0] + descend(grad, w0 - lr * grad(w0), lr, n - 1)


# %% array filled
def descend(grad, w0, lr, n):
    path = np.zeros(n + 1)
    path[0] = w0
    for t in range(n):
        path[t + 1] = path[t] - lr * grad(path[t])
    return path.tolist()
