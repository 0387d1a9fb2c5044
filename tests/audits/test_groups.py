"""Remarks and answers in the order of their report: what stands in one block, and where an answer is told."""

from __future__ import annotations

import pytest

from handleplan.remark_groups import Block, Group, group

pytestmark = pytest.mark.pure


def test_remarks_that_share_an_answer_stand_in_one_block_s003_10():
    remarks = [(1, False, 10), (2, False, 10), (3, False, 10)]
    assert group(remarks, [10], [(7, frozenset({1, 2}))]) == [
        Group(False, 10, (Block((1, 2), (7,)), Block((3,)))),
    ]


def test_each_recommendation_has_its_own_answers_and_stands_behind_the_remarks():
    remarks = [(1, True, None), (2, True, None), (3, False, 10)]
    assert group(remarks, [10], [(7, frozenset({2})), (8, frozenset({1}))]) == [
        Group(False, 10, (Block((3,)),)),
        Group(True, None, (Block((1,), (8,)), Block((2,), (7,)))),
    ]


def test_an_answer_to_two_areas_is_told_once_and_referred_to():
    remarks = [(1, False, 10), (2, False, 11)]
    assert group(remarks, [11, 10], [(7, frozenset({1, 2}))]) == [
        Group(False, 11, (Block((2,), (7,)),)),
        Group(False, 10, (Block((1,), (), (7,)),)),
    ]


def test_answers_that_overlap_join_what_they_cover():
    remarks = [(1, False, 10), (2, False, 10), (3, False, 10)]
    answers = [(7, frozenset({1, 2})), (8, frozenset({2, 3}))]
    assert group(remarks, [10], answers) == [Group(False, 10, (Block((1, 2, 3), (7, 8)),))]
