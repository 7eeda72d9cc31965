"""The story itself: it was told to its end, and its turns rest on the rules they name."""

import string

import play
import story
from checks.base import WorldTest


class StoryTest(WorldTest):
    def test_every_step_came_out_as_told(self):
        self.assertIsNone(self.failure)

    def test_every_text_is_told_in_both_languages_with_the_same_values(self):
        for key, texts in story.TEXTS.items():
            with self.subTest(key=key):
                self.assertEqual(len(texts), len(story.LANGUAGES))
                english, czech = (set(names_in(text)) for text in texts)
                self.assertEqual(english, czech)

    def test_every_step_has_a_title_and_every_chapter_a_name(self):
        for step in play.STEPS:
            self.assertIn(f"step.{step.name}", story.TEXTS)
            self.assertIn(f"chapter.{step.chapter}", story.TEXTS)

    def came(self, step, code, reason, rule):
        """That a step had such an outcome; the step itself has checked the values."""
        outcomes = [
            (one.code, one.reason, one.rule) for one in self.world.outcomes if one.step == step
        ]
        self.assertIn((code, reason, rule), outcomes)

    def test_XC_18_exchange_with_a_charity_needs_consent(self):
        self.came("4a", "DENY", "CONSENT_REQUIRED", "XC-18")
        self.came("4a", "PERMISSION_DENIED", "CONSENT_REQUIRED", "XC-18")
        self.came("6", "DENY", "CONSENT_REQUIRED", "XC-18")

    def test_XC_17_the_same_town_hall_is_no_basis(self):
        self.came("6", "DENY", "CONSENT_REQUIRED", "XC-17")

    def test_XC_14_delegated_social_work_needs_no_consent(self):
        self.came("7", "ALLOW", "", "")

    def test_XC_15_the_statute_does_not_serve_debt_collection(self):
        self.came("7", "DENY", "WRONG_PURPOSE", "XC-15")

    def test_XC_06_no_signature_without_being_told_of_the_right_to_revoke(self):
        self.came("8", "FAILED_PRECONDITION", "NOT_TOLD_OF_REVOCATION", "XC-06")

    def test_XC_02_the_excluded_topic_beats_the_allowed_area(self):
        self.came("9", "DENY", "EXCLUDED_TOPIC", "XC-02")

    def test_XC_58_withdrawal_said_to_anybody_counts(self):
        self.came("38", "DENY", "CONSENT_REQUIRED", "XC-18")
        self.came("38", "NOT_FOUND", "NOT_FOUND", "")

    def test_REG_14_the_caseload_ends_where_the_part_of_the_post_ends(self):
        self.came("5", "RESOURCE_EXHAUSTED", "CASELOAD_FULL", "REG-14")

    def test_REG_41_who_has_a_basis_is_told_of_the_record(self):
        self.came("4", "ALREADY_EXISTS", "CLIENT_ALREADY_REGISTERED", "REG-41")

    def test_REG_81_support_is_counted_in_the_unit_of_its_category(self):
        self.came("25", "INVALID_ARGUMENT", "UNIT_OF_CATEGORY", "REG-81")


def names_in(text):
    """The names in braces."""
    return [name for _, name, _, _ in string.Formatter().parse(text) if name]
