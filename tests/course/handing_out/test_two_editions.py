"""The edition for classes and the one for self-study: neither changes the other, they never mix."""

import json
import shutil

import pytest
from rich.console import Console

from common.classroom import handed_out
from common.update import UpdateError, from_folder, from_zip, update
from course.errors import CourseError
from course.handing_out.bundle import OF_THEIR_OWN, STUDENTS, write_bundle

QUIET = Console(quiet=True)


def test_edition_for_classes_stays_byte_for_byte_what_it_was(course, bundle, files_of):
    folder, archive = files_of(bundle), bundle.with_suffix(".zip").read_bytes()
    write_bundle(course, QUIET, self_study=True)
    assert files_of(bundle) == folder
    assert bundle.with_suffix(".zip").read_bytes() == archive
    write_bundle(course, QUIET)
    assert files_of(bundle) == folder
    assert bundle.with_suffix(".zip").read_bytes() == archive


def test_edition_for_classes_has_the_courses_own_files_and_says_no_edition(
    course, bundle, files_of
):
    files = files_of(bundle)
    record = json.loads(files.pop(handed_out.NAME))
    assert record.keys() == {"files", "cells"}
    for name, target in OF_THEIR_OWN.items():
        assert files.pop(target) == (STUDENTS / name).read_bytes()
    for name, data in files.items():
        assert data == (course.root / name).read_bytes(), name
    assert not [name for name in files if "solution" in name]


@pytest.mark.parametrize("self_study", [False, True])
def test_bundle_over_the_other_edition_is_refused(course, bundle, edition, self_study, files_of):
    places = [bundle, edition] if self_study else [edition, bundle]
    there, aside = places[1], places[1].with_name("aside")
    there.rename(aside)
    shutil.copytree(places[0], there)
    before = files_of(there), there.with_suffix(".zip").read_bytes()
    with pytest.raises(CourseError, match="別の版.*混ぜないように"):
        write_bundle(course, QUIET, self_study)
    assert (files_of(there), there.with_suffix(".zip").read_bytes()) == before
    shutil.rmtree(there)
    aside.rename(there)


def test_update_from_the_other_edition_is_refused(bundle, edition, tmp_path, files_of):
    for mine, other in ((bundle, edition), (edition, bundle)):
        place = shutil.copytree(mine, tmp_path / mine.name)
        before = files_of(place)
        for new in (from_folder(other), from_zip(other.with_suffix(".zip"))):
            with pytest.raises(UpdateError, match="授業用と自習版は混ぜられません"):
                update(place, new)
        assert files_of(place) == before
        assert update(place, from_folder(mine)) == ["新しくしたファイル：0 個"]
