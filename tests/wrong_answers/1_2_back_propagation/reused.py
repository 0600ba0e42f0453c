# %% forward values
# message: 順伝播の値
reused = {"grad_W2", "grad_b2", "delta1", "grad_W1", "z1"}


# %% output layer only
# message: 中間層の δ が足りません
reused = {"grad_W2", "grad_b2"}


# %% indirect use forgotten
# message: ほかの式を通して
reused = {"grad_W2", "grad_b2", "delta1"}


# %% bias forgotten
# message: 出力層の勾配が足りません
reused = {"grad_W2", "delta1", "grad_W1"}


# %% list
# message: 型
reused = ["grad_W2", "grad_b2", "delta1", "grad_W1"]


# %% spelling
# message: 綴り
reused = {"W2", "b2", "delta1", "W1"}


# %% y
# message: 順伝播の値
reused = {"grad_W2", "grad_b2", "delta1", "grad_W1", "y"}
