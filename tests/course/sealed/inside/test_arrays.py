"""Arrays and random generators as data: what comes back is the same, and nothing else is taken."""

import numpy as np
import pytest

from course.sealed.inside.arrays import (
    MAX_DIMENSIONS,
    NotCarried,
    array_bytes,
    carried_dtype,
    fingerprint,
    generator_state,
    is_carried,
    make_array,
    new_generator,
    overwrite,
    read_dtype,
    read_shape,
    same_content,
    set_generator_state,
)
from course.sealed.inside.wire import ProtocolError


@pytest.mark.parametrize("name", ["?", "i1", ">u4", "f2", "c16", "S3", "U5", ">U2", "S99999"])
def test_dtype_of_numbers_and_texts_comes_back_the_same(name):
    dtype = np.dtype(name)
    assert read_dtype(carried_dtype(dtype)) == dtype


@pytest.mark.parametrize("name", ["O", "M8[s]", "m8[D]", "V8", "i4,f8", "(2,)f4", "S0", "U25000"])
def test_other_dtype_is_not_carried_and_it_is_said_which(name):
    dtype = np.dtype(name)
    assert not is_carried(dtype)
    with pytest.raises(NotCarried, match="の配列は、答えに使えません"):
        carried_dtype(dtype)


@pytest.mark.parametrize("text", ["O", "<O8", "f0", "<U0", "i4,i4", "<f8 ", "", "M8[s]", None, 8])
def test_forged_dtype_is_refused(text):
    with pytest.raises(ProtocolError):
        read_dtype(text)


@pytest.mark.parametrize("shape", [[], [0], [2, 3], [1] * MAX_DIMENSIONS])
def test_shape_is_a_list_of_lengths(shape):
    assert read_shape(shape) == tuple(shape)


@pytest.mark.parametrize("shape", [None, 3, (2,), "2", [-1], [2.0], [True], [[2]], [1] * 33])
def test_forged_shape_is_refused(shape):
    with pytest.raises(ProtocolError):
        read_shape(shape)


@pytest.mark.parametrize(
    "array, order",
    [
        (np.arange(6).reshape(2, 3), "C"),
        (np.arange(6).reshape(2, 3).T, "F"),
        (np.arange(12.0).reshape(3, 4)[::2, ::-1], "C"),
        (np.array(5.0), "C"),
        (np.zeros((0, 3)), "C"),
        (np.array(["あ", "bc"]), "C"),
        (np.array([True, False]), "C"),
    ],
)
def test_array_is_made_again_from_its_bytes_in_its_order(array, order):
    found, data = array_bytes(array)
    made = make_array(array.dtype, array.shape, found, data)
    assert found == order and same_content(made, array)
    assert made.flags.writeable and not np.shares_memory(made, array)
    assert made.flags.f_contiguous == array.flags.f_contiguous


@pytest.mark.parametrize(
    "shape, order, length", [((2,), "C", 15), ((2,), "C", 17), ((), "C", 0), ((2,), "A", 16)]
)
def test_bytes_that_do_not_fill_the_shape_are_refused(shape, order, length):
    with pytest.raises(ProtocolError):
        make_array(np.dtype("f8"), shape, order, bytes(length))


def test_any_byte_is_a_truth_value_and_no_third_one():
    made = make_array(np.dtype("?"), (3,), "C", b"\x00\x01\x02")
    assert made.view(np.uint8).tolist() == [0, 1, 1]


@pytest.mark.parametrize("order", ["<", ">"])
def test_number_that_is_no_character_is_refused(order):
    dtype = np.dtype(f"{order}U1")
    byte_order = {"<": "little", ">": "big"}[order]
    last = make_array(dtype, (1,), "C", (0x10FFFF).to_bytes(4, byte_order))
    assert last[0] == "\U0010ffff"
    with pytest.raises(ProtocolError):
        make_array(dtype, (1,), "C", (0x110000).to_bytes(4, byte_order))


def _element(array):
    array[-1] += 1


def _type(array):
    array.dtype = "i8"


def _shape(array):
    array.shape = (2, 2)


@pytest.mark.parametrize("change", [_element, _type, _shape])
def test_fingerprint_changes_with(change):
    array = np.arange(4.0)
    before = fingerprint(array)
    assert fingerprint(array.copy()) == before
    change(array)
    assert fingerprint(array) != before


def test_fingerprint_is_of_the_elements_wherever_they_lie():
    array = np.arange(12.0).reshape(3, 4)
    assert fingerprint(array[:, ::2]) == fingerprint(array[:, ::2].copy())
    assert fingerprint(array.T) == fingerprint(array.T.copy())


def test_zeros_of_both_signs_are_not_the_same_content():
    assert not same_content(np.array([0.0]), np.array([-0.0]))
    assert same_content(np.array([np.nan]), np.array([np.nan]))
    assert not same_content(np.zeros(2), np.zeros((2, 1)))
    assert not same_content(np.zeros(2), np.zeros(2, "i8"))


@pytest.mark.parametrize("writeable", [True, False])
def test_array_is_overwritten_in_place_and_stays_as_writeable_as_it_was(writeable):
    array = np.zeros(2)
    array.flags.writeable = writeable
    overwrite(array, np.array([1.0, 2.0]))
    assert array.tolist() == [1, 2] and array.flags.writeable == writeable


@pytest.mark.parametrize("new", [np.ones(3), np.ones((1, 2)), np.ones(2, "f4")])
def test_array_of_another_form_does_not_overwrite(new):
    array = np.zeros(2)
    with pytest.raises(NotCarried):
        overwrite(array, new)
    assert array.tolist() == [0, 0]


@pytest.mark.parametrize("kind", ["PCG64", "MT19937"])
def test_generator_goes_on_where_its_state_was_taken(kind):
    generator = np.random.Generator(getattr(np.random, kind)(3))
    generator.integers(0, 9, dtype="u4")  # half of the bits of a number are still there
    twin = new_generator(kind)
    set_generator_state(twin, generator_state(generator))
    drawn = [g.integers(0, 2**32, 5, "u4").tolist() + [g.random()] for g in (twin, generator)]
    assert drawn[0] == drawn[1]


def test_generator_of_another_kind_is_not_carried():
    with pytest.raises(NotCarried, match="Philox の乱数は使えません"):
        generator_state(np.random.Generator(np.random.Philox(0)))


@pytest.mark.parametrize("change", [{"pos": 625}, {"pos": -1}, {"key": [0] * 623}, {"key": []}])
def test_forged_state_is_refused(change):
    state = generator_state(np.random.Generator(np.random.MT19937(0)))
    with pytest.raises(ProtocolError):
        set_generator_state(new_generator("MT19937"), state | change)
