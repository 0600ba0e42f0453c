# %% reversed
# message: 1エポックの更新の回数
loss_curves = {"A": "online", "B": "minibatch", "C": "batch"}


# %% A and B swapped
# message: 1エポックの更新の回数
loss_curves = {"A": "minibatch", "B": "batch", "C": "online"}


# %% B and C swapped
# message: 1エポックの更新の回数
loss_curves = {"A": "batch", "B": "online", "C": "minibatch"}


# %% spelling
# message: 綴り
loss_curves = {"A": "batch", "B": "mini-batch", "C": "online"}


# %% list
# message: 答えが辞書ではありません
loss_curves = ["batch", "minibatch", "online"]
