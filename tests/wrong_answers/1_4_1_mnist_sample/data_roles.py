# %% chosen on the test set
# message: テストデータに合わせた
data_roles = {"A": "test", "B": "train", "C": "test"}


# %% chosen on the training set
# message: 覚えただけ
data_roles = {"A": "train", "B": "train", "C": "test"}


# %% trained on the validation set
# message: 訓練データだけ
data_roles = {"A": "validation", "B": "validation", "C": "test"}


# %% trained on the test set
# message: 訓練データだけ
data_roles = {"A": "validation", "B": "test", "C": "test"}


# %% reported on the validation set
# message: 実力より高く
data_roles = {"A": "validation", "B": "train", "C": "validation"}


# %% reported on the training set
# message: はじめて見る画像では
data_roles = {"A": "validation", "B": "train", "C": "train"}


# %% spelling
# message: 綴り
data_roles = {"A": "valid", "B": "train", "C": "test"}


# %% list
# message: 答えが辞書ではありません
data_roles = ["validation", "train", "test"]
