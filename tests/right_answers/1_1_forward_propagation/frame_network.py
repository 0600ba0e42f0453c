# %% two layers
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.array([[10.0]] * 4 + [[-1.0]] * 4)  # 大きい四角の中で、しかも小さい四角の4本が全部ではない
    return {"W1": np.hstack([W, W]), "b1": np.repeat([outer, inner], 4), "W2": W2, "b2": np.array([-36.5])}


# %% four bars joined by OR
def frame_network(outer, inner):
    lines = {}  # 直線の番号：向きと位置
    W1, b1 = [], []
    for axis in (0, 1):
        for sign in (1.0, -1.0):
            for limit in (outer, -inner):
                lines[axis, sign, limit > 0] = len(b1)
                weights = [0.0, 0.0]
                weights[axis] = sign if limit > 0 else -sign
                W1.append(weights)
                b1.append(limit)
    W2 = np.zeros((8, 4))
    for bar, (axis, sign) in enumerate([(0, 1.0), (0, -1.0), (1, 1.0), (1, -1.0)]):
        for side in [(axis, sign, False), (0, 1.0, True), (0, -1.0, True), (1, 1.0, True), (1, -1.0, True)]:
            W2[lines[side], bar] = 1.0
    return {
        "W1": np.array(W1).T, "b1": np.array(b1),
        "W2": W2, "b2": np.repeat(-4.5, 4),
        "W3": np.ones((4, 1)), "b3": np.array([-0.5]),
    }


# %% corners turned into sides
def sides(corners):
    edges = np.roll(corners, -1, axis=0) - corners
    W = np.stack([-edges[:, 1], edges[:, 0]])
    return W, edges[:, 1] * corners[:, 0] - edges[:, 0] * corners[:, 1]


def frame_network(outer, inner):
    square = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]])
    (W_a, b_a), (W_b, b_b) = sides(outer * square), sides(inner * square)
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, -1.0  # 2つ目は「小さい四角の外」
    return {
        "W1": np.concatenate([W_a, W_b], axis=1), "b1": np.concatenate([b_a, b_b]),
        "W2": W2, "b2": np.array([-3.5, 3.5]),
        "W3": np.ones((2, 1)), "b3": np.array([-1.5]),
    }


# %% four layers, lists
def frame_network(outer, inner):
    inside = [[1, -1, 0, 0, 1, -1, 0, 0], [0, 0, 1, -1, 0, 0, 1, -1]]
    squares = [[1, 0]] * 4 + [[0, 1]] * 4
    return {
        "b1": [outer] * 4 + [inner] * 4, "W1": inside,
        "W2": squares, "b2": [-3.5, -3.5],
        "W3": [[1, 0], [0, -1]], "b3": [-0.5, 0.5],
        "W4": [[1], [1]], "b4": [-1.5],
    }
