# %% literal
minibatch_numbers = {"updates": 313, "last": 32, "epoch": 4, "seen": 63904, "loss": 6}


# %% other order
minibatch_numbers = {"loss": 6.0, "seen": 63904, "epoch": 4, "last": 32, "updates": 313}


# %% computed
updates = -(-20000 // 64)
done, more = divmod(1000, updates)
minibatch_numbers = dict(
    updates=updates, last=20000 % 64, epoch=done + 1, seen=done * 20000 + more * 64, loss=np.mean([4, 6, 8])
)
