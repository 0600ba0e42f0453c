# %% integer division
# message: 整数の割り算
def normalize_images(images):
    return (images // 255).astype(np.float32)


# %% divided twice
# message: 2回割って
def normalize_images(images):
    return images.astype(np.float32) / 255 / 255


# %% not divided
# message: 255 で割っていますか
def normalize_images(images):
    return images.astype(np.float32)


# %% divided by 256
# message: 256 ではなく
def normalize_images(images):
    return images.astype(np.float32) / 256


# %% float64
# message: 先に astype(np.float32)
def normalize_images(images):
    return images / 255


# %% brightest pixel
# message: いつも 255 で割ります
def normalize_images(images):
    return images.astype(np.float32) / images.max()


# %% minus one to one
# message: -1〜1 ではありません
def normalize_images(images):
    return images.astype(np.float32) / 127.5 - 1


# %% reversed
# message: 逆になっています
def normalize_images(images):
    return (255 - images).astype(np.float32) / 255


# %% uint8 result
# message: 値が違います
# note: 小数が切り捨てられる
def normalize_images(images):
    return (images / 255).astype(np.uint8)


# %% in place
# message: 引数に渡した配列が書き換わっています
def normalize_images(images):
    images //= 1
    images[...] = np.minimum(images, 254)
    return images.astype(np.float32) / 255


# %% wrap around
# message: 値が違います
# note: uint8 のかけ算は、256 で 0 に戻る
def normalize_images(images):
    return (images * np.uint8(2)).astype(np.float32) / 510


# %% flattened
# message: 形が違います
def normalize_images(images):
    return images.reshape(len(images), -1).astype(np.float32) / 255


# %% darkest pixel too
# message: 値が違います
# note: いちばん暗い画素を 0、いちばん明るい画素を 1 にする
def normalize_images(images):
    x = images.astype(np.float32)
    return (x - x.min()) / (x.max() - x.min() + np.float32(1e-9))


# %% half precision
# message: 値が違います
def normalize_images(images):
    return (images.astype(np.float16) / np.float16(255)).astype(np.float32)
