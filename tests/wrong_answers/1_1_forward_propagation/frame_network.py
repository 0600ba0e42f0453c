# %% outside as an AND of outsides
# message: どれか1本の外側
# note: 「小さい四角の外」を、4本の直線の外側の AND と考える。左の外側で、しかも右の外側という点はない
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W1, b1 = np.hstack([W, -W]), np.repeat([outer, -inner], 4)
    return {"W1": W1, "b1": b1, "W2": np.ones((8, 1)), "b2": np.array([-7.5])}


# %% hole forgotten
# message: 穴の中まで 1
def frame_network(outer, inner):
    W1 = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    b1 = np.repeat(float(outer), 4)
    return {"W1": W1, "b1": b1, "W2": np.ones((4, 1)), "b2": np.array([-3.5])}


# %% both squares joined by OR
# message: 穴の中まで 1
# note: 章の最後のネットワークを、そのまま使う
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([outer, inner], 4),
        "W2": W2, "b2": np.array([-3.5, -3.5]),
        "W3": np.ones((2, 1)), "b3": np.array([-0.5]),
    }


# %% everything outside the hole
# message: 外なのに 1
def frame_network(outer, inner):
    W = np.array([[-1.0, 1.0, 0.0, 0.0], [0.0, 0.0, -1.0, 1.0]])
    return {"W1": W, "b1": np.repeat(-inner, 4), "W2": np.ones((4, 1)), "b2": np.array([-0.5])}


# %% inner square
# message: 額縁の中なのに 0
# note: 8本の直線すべての内側にすると、小さい四角になる
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W1, b1 = np.hstack([W, W]), np.repeat([outer, inner], 4)
    return {"W1": W1, "b1": b1, "W2": np.ones((8, 1)), "b2": np.array([-7.5])}


# %% OR of the sides
# message: どの点でも 1
# note: 大きい四角の4本を AND ではなく OR でまとめる
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([outer, inner], 4),
        "W2": W2, "b2": np.array([-0.5, -4.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% threshold exactly at the number of sides
# message: どの点でも 0
# note: u がちょうど 0 のときは 1 にならない
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([outer, inner], 4),
        "W2": W2, "b2": np.array([-4.0, -4.0]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% sizes of the example
# message: 引数の outer
# note: 例の大きさの数を、そのまま書く
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([2.0, 1.0], 4),
        "W2": W2, "b2": np.array([-3.5, -3.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% hole of a fixed size
# message: 穴の中まで 1
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([outer, min(1.0, inner)], 4),
        "W2": W2, "b2": np.array([-3.5, -3.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% half of the sizes
# message: 額縁の中なのに 0
# note: outer を一辺の長さと読む
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([outer / 2, inner / 2], 4),
        "W2": W2, "b2": np.array([-3.5, -3.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% bands only
# message: 外なのに 1
# note: 左右だけを区切る
def frame_network(outer, inner):
    W1 = np.array([[1.0, -1.0, 1.0, -1.0], [0.0, 0.0, 0.0, 0.0]])
    W2 = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    return {
        "W1": W1, "b1": np.repeat([outer, inner], 2),
        "W2": W2, "b2": np.array([-1.5, -1.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% corners cut off
# message: 額縁の中なのに 0
# note: |x0| + |x1| で考えて、ひし形になる
def frame_network(outer, inner):
    W = np.array([[1.0, 1.0, -1.0, -1.0], [1.0, -1.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([outer, inner], 4),
        "W2": W2, "b2": np.array([-3.5, -3.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% signs reversed
# message: どの点でも 0
# note: 直線の外側で 1 になる向きに、重みの符号をとる
def frame_network(outer, inner):
    W = np.array([[-1.0, 1.0, 0.0, 0.0], [0.0, 0.0, -1.0, 1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, 1.0
    return {
        "W1": np.hstack([W, W]), "b1": np.repeat([-outer, -inner], 4),
        "W2": W2, "b2": np.array([-0.5, -0.5]),
        "W3": np.array([[1.0], [-1.0]]), "b3": np.array([-0.5]),
    }


# %% weights transposed
# message: 前の層とつながりません
# note: 1行に1本の直線を書く
def frame_network(outer, inner):
    W = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 1.0], [0.0, -1.0]])
    return {"W1": W, "b1": np.repeat(outer, 4), "W2": np.ones((4, 1)), "b2": np.array([-3.5])}


# %% bias as a row
# message: バイアスは1次元
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    b = np.full((1, 4), float(outer))
    return {"W1": W, "b1": b, "W2": np.ones((4, 1)), "b2": np.array([-3.5])}


# %% two units at the end
# message: ユニットは1個
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    W2 = np.zeros((8, 2))
    W2[:4, 0], W2[4:, 1] = 1.0, -1.0
    return {"W1": np.hstack([W, W]), "b1": np.repeat([outer, inner], 4), "W2": W2, "b2": np.array([-3.5, 3.5])}


# %% counted from zero
# message: キー
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    return {"W0": W, "b0": np.repeat(outer, 4), "W1": np.ones((4, 1)), "b1": np.array([-3.5])}


# %% function instead of weights
# message: 辞書ではありません
# note: 重みではなく、答えを計算する関数を返す
def frame_network(outer, inner):
    return lambda x: (np.abs(x).max(axis=1) < outer) & (np.abs(x).max(axis=1) > inner)


# %% tuple
# message: 辞書ではありません
def frame_network(outer, inner):
    W = np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]])
    return W, np.repeat(outer, 4), np.ones((4, 1)), np.array([-3.5])
