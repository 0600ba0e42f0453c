"""最適化手法：勾配を使って、パラメータを更新する。"""

from common.arrays import require_same_device, require_shape


class SGD:
    """確率的勾配降下法（stochastic gradient descent）：W ← W − ε ∂E/∂W。

    Parameters
    ----------
    learning_rate : float
        学習率 ε。正の数。

    Raises
    ------
    ValueError
        learning_rate が正の数でない、または grads の名前か形が params と違う。
    TypeError
        params と grads が、CPU と GPU に分かれている。

    Examples
    --------
    >>> params = {"W": np.array([1.0, -2.0])}
    >>> SGD(learning_rate=0.1).update(params, {"W": np.array([2.0, -4.0])})
    >>> params["W"]
    array([ 0.8, -1.6])

    出典：Robbins, Monro (1951) "A Stochastic Approximation Method"
    """

    def __init__(self, learning_rate=0.01):
        if not learning_rate > 0:
            raise ValueError(f"learning_rate は正の数にしてください：{learning_rate}")
        self.learning_rate = learning_rate

    def update(self, params, grads):
        """辞書 params の配列を、名前も形も同じ勾配の辞書 grads で、その場で書き換える。"""
        missing = [key for key in params if key not in grads]
        if missing:
            raise ValueError(f"grads に勾配がありません：{', '.join(missing)}")
        for key, param in params.items():
            require_shape(f"grads[{key!r}]", grads[key], param.shape)
            require_same_device(**{f"params[{key!r}]": param, f"grads[{key!r}]": grads[key]})
            param -= self.learning_rate * grads[key]
